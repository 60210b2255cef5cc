/** Share of a text's runs of four characters that make another text the same (Copilot's NES). */
const LIKENESS = 0.7;
const GRAM = 4;
const ENDS_WORD = /[\p{L}\p{N}_$]$/u;
const BEGINS_WORD = /^[\p{L}\p{N}_$]/u;

/** Whether a text begins for the most part as another, of four characters or more, does. */
export function isLike(text: string, other: string): boolean {
  const grams = gramsOf(other);
  // What follows a text of the same length is something else.
  const offered = gramsOf(text.slice(0, other.length + GRAM));
  if (grams.size === 0 || offered.size < LIKENESS * grams.size) return false;
  let shared = 0;
  for (const gram of grams) if (offered.has(gram)) shared++;
  return shared >= LIKENESS * grams.size;
}

/** Whether a text begins with all words of another: `.identity` does not begin with `.id`. */
export function beginsWithWordsOf(text: string, other: string): boolean {
  if (!text.startsWith(other)) return false;
  return !(ENDS_WORD.test(other) && BEGINS_WORD.test(text.slice(other.length)));
}

function gramsOf(text: string): Set<string> {
  const grams = new Set<string>();
  for (let at = 0; at + GRAM <= text.length; at++) grams.add(text.slice(at, at + GRAM));
  return grams;
}
