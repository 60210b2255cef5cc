/**
 * The lengths of all ends of a text that another begins with, the longest first: by the prefix function of Knuth, Morris, Pratt 1977,
 * in a time that grows as the texts do.
 */
export function* overlapsOf(text: string, other: string): Generator<number> {
  const most = Math.min(text.length, other.length);
  const borders = bordersOf(other, most);
  let length = 0;
  for (let at = text.length - most; at < text.length; at++) {
    length = grown(
      other,
      borders,
      length === most ? (borders[most - 1] ?? 0) : length,
      text.charCodeAt(at),
    );
  }
  for (; length > 0; length = borders[length - 1] ?? 0) yield length;
}

/** For each beginning of a text, up to `most` characters: how long the longest shorter beginning is that it ends with. */
function bordersOf(text: string, most: number): Int32Array {
  const borders = new Int32Array(most);
  for (let at = 1; at < most; at++) {
    borders[at] = grown(text, borders, borders[at - 1] ?? 0, text.charCodeAt(at));
  }
  return borders;
}

/** How long the longest beginning is that a text ends with, once a character follows one of `length`. */
function grown(beginning: string, borders: Int32Array, length: number, character: number): number {
  let left = length;
  while (left > 0 && beginning.charCodeAt(left) !== character) left = borders[left - 1] ?? 0;
  return beginning.charCodeAt(left) === character ? left + 1 : 0;
}
