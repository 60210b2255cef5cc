/** Share of a text's runs of four characters that make another text the same (Copilot's NES). */
const LIKENESS = 0.7;
const GRAM = 4;
const ENDS_WORD = /[\p{L}\p{N}_$]$/u;
const BEGINS_WORD = /^[\p{L}\p{N}_$]/u;

/** True if a text begins for the most part as another, of four characters or more, does. */
export function isLike(text: string, other: string): boolean {
  const runs = other.length - GRAM + 1;
  if (runs < 1) return false;
  // What follows a text of the same length is something else.
  const offered = text.slice(0, other.length + GRAM);
  let missing = 0;
  for (let at = 0; at < runs; at++) {
    if (!offered.includes(other.slice(at, at + GRAM))) missing++;
    if (runs - missing < LIKENESS * runs) return false;
  }
  return true;
}

/** True if a text begins with all words of another: `.identity` does not begin with `.id`. */
export function beginsWithWordsOf(text: string, other: string): boolean {
  if (!text.startsWith(other)) return false;
  return !(ENDS_WORD.test(other) && BEGINS_WORD.test(text.slice(other.length)));
}
