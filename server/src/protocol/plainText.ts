declare const PLAIN: unique symbol;

/** A line that any surface may show as it is: no link, no command, no invisible character. `plain` and `harmless` make it. */
export type PlainText = string & { readonly [PLAIN]: true };

/** Most UTF-16 units of a name in a message; ids of endpoints have no more. */
export const MAX_ID = 64;
/** Most UTF-16 units of one text from outside in a message. */
const MAX_LENGTH = 500;
/** Control characters, and those that are not seen or turn the direction of writing; lines end in neither. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/**
 * A text from outside (a setting, a server, a file) as a part of a message: on one line, without invisible characters, no
 * longer than `most`. Editors make a link of `[name](command:…)` in a notification: the two brackets are parted.
 */
export function harmless(text: string, most = MAX_LENGTH): PlainText {
  const line = parted(text.slice(0, most + 1).replace(UNSEEN, ' ')).trim();
  return (line.length > most ? `${line.slice(0, most - 1).trimEnd()}…` : line) as PlainText;
}

/** A message in our words, into which texts from outside are put harmless. */
export function plain(
  words: TemplateStringsArray,
  ...values: readonly (string | number)[]
): PlainText {
  const message = words.reduce((text, word, at) => text + harmless(String(values[at - 1])) + word);
  return parted(message) as PlainText;
}

const parted = (text: string): string => text.replaceAll('](', '] (');
