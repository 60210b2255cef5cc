/** Shorter texts are parsed at once, however deep they are, unless told; in characters. */
const SHORT = 16_384;
/** Deepest JSON that is parsed; answers of models are some ten deep. */
const MAX_DEPTH = 1_000;
const [QUOTE, BACKSLASH] = [0x22, 0x5c];
/** Both kinds of brackets, by the bit in which their codes differ: `[` and `{`, `]` and `}`. */
const [OPENER, CLOSER, KIND] = [0x7b, 0x7d, 0x20];

/**
 * False for JSON in which lists and objects are so deep in one another that `JSON.parse` takes a tenth of a second for a megabyte.
 * A text that is no JSON may be either.
 */
export function isShallow(text: string, short = SHORT): boolean {
  if (text.length <= short) return true;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = stringEnd(text, at);
    else if ((code | KIND) === OPENER && ++depth > MAX_DEPTH) return false;
    else if ((code | KIND) === CLOSER) depth--;
  }
  return true;
}

/** Index of the quote that ends a string; the text's length without one. */
function stringEnd(text: string, start: number): number {
  let at = start + 1;
  for (let code = text.charCodeAt(at); at < text.length && code !== QUOTE; ) {
    at += code === BACKSLASH ? 2 : 1;
    code = text.charCodeAt(at);
  }
  return at;
}
