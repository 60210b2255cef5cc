declare const PLAIN: unique symbol;
declare const LINES: unique symbol;
declare const LABEL: unique symbol;

/**
 * A line that any surface may show as it is: no link, no command, no icon, no invisible character. `plain` and `harmless`
 * make it. Every function that shows something takes it in place of a string.
 */
export type PlainText = string & { readonly [PLAIN]: true };

/** Several lines, each as harmless as a `PlainText`. `harmlessLines` makes them. */
export type PlainLines = string & { readonly [LINES]: true };

/** An icon of the editor's, as its labels name it, and a text beside it. `labelText` makes it. */
export type LabelText = string & { readonly [LABEL]: true };

/** Most UTF-16 units of a name in a message; ids of endpoints have no more. */
export const MAX_ID = 64;
/** Most UTF-16 units of one text from outside in a message. */
const MAX_LENGTH = 500;
/**
 * Control characters, and those that are not seen or turn the direction of writing; lines end in none.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]+/gu;

const LINE_END = /\r\n|[\n\r\u2028\u2029]/;
const TAB = '    ';
/** Empty lines at the beginning and the end of a text. */
const AROUND = /^\n+|\n+$/g;

/** A text of at most `most` UTF-16 units without characters that nobody sees; each run of them is a space. */
export const visible = (text: string, most: number): string => cut(seen(text, most), most);

/**
 * A text from outside (a setting, a server, a file) as a part of a message: on one line, without invisible characters, no
 * longer than `most`. Editors make a link of `[name](command:…)` in a notification and an icon of `$(name)` in a label:
 * their two parts are put asunder.
 */
export const harmless = (text: string, most = MAX_LENGTH): PlainText =>
  cut(parted(seen(text, most)).trim(), most) as PlainText;

/** A text from outside that keeps its lines and their indentation, for surfaces that hold more than a message; harmless in all else. */
export function harmlessLines(text: string, most: number): PlainLines {
  const lines = text
    .slice(0, most + 1)
    .split(LINE_END)
    .map((line) => seen(line.replaceAll('\t', TAB), most).trimEnd());
  return cut(parted(lines.join('\n')).replace(AROUND, ''), most) as PlainLines;
}

/** A message in our words, into which texts from outside are put harmless. */
export function plain(
  words: TemplateStringsArray,
  ...values: readonly (string | number)[]
): PlainText {
  const message = words.reduce((text, word, at) => text + harmless(String(values[at - 1])) + word);
  return parted(message) as PlainText;
}

/** The contents of an item of the status bar. */
export const labelText = (icon: `$(${string})`, text: PlainText): LabelText =>
  `${icon} ${text}` as LabelText;

const parted = (text: string): string => text.replaceAll('](', '] (').replaceAll('$(', '$ (');

const seen = (text: string, most: number): string => text.slice(0, most + 1).replace(UNSEEN, ' ');

/** The cut may take a pair of surrogates apart: half of it goes, too. */
const cut = (text: string, most: number): string =>
  text.length > most
    ? `${text
        .slice(0, most - 1)
        .replace(/\p{Cs}$/u, '')
        .trimEnd()}…`
    : text;
