/** A word within a name, and the marks that join it to what stands before (`_`, `$`). */
export interface WordPart {
  readonly joint: string;
  readonly text: string;
}

/** Longer names are one part: nobody renames within them. */
const MAX_NAME = 80;

/** The words of which a name consists: `findOrderById`, `find_order_by_id`, `XMLReader2`. */
export function partsOf(name: string): WordPart[] {
  if (name.length > MAX_NAME) return [{ joint: '', text: name }];
  const parts: WordPart[] = [];
  for (let at = 0; at < name.length; ) {
    const start = wordStart(name, at);
    const end = wordEnd(name, start);
    parts.push({ joint: name.slice(at, start), text: name.slice(start, end) });
    at = end;
  }
  return parts;
}

function wordStart(name: string, from: number): number {
  let at = from;
  while (at < name.length && isJoint(name[at])) at++;
  return at;
}

function wordEnd(name: string, start: number): number {
  let at = start + 1;
  while (at < name.length && !isBorder(name, at)) at++;
  return Math.min(at, name.length);
}

/** Whether a word ends before a character: `find|Order`, `XML|Reader`, `line|2`. */
function isBorder(name: string, at: number): boolean {
  const [before, here, behind] = [name[at - 1], name[at], name[at + 1]];
  if (isJoint(here) || isDigit(before) !== isDigit(here)) return true;
  if (!isUpper(here)) return false;
  return !isUpper(before) || isLower(behind);
}

const isJoint = (character = ''): boolean => character === '_' || character === '$';
const isDigit = (character = ''): boolean => character >= '0' && character <= '9';
const isUpper = (character = ''): boolean => character !== character.toLowerCase();
const isLower = (character = ''): boolean => character !== character.toUpperCase();

/** How a part is written. One capital letter is read as the beginning of a word. */
export type Case = 'lower' | 'capital' | 'upper';

export function caseOf(text: string): Case {
  if (!isUpper(text[0])) return 'lower';
  return text.length > 1 && text === text.toUpperCase() ? 'upper' : 'capital';
}

/** Writes a word of small letters in a case. */
export function inCase(word: string, wanted: Case): string {
  if (wanted === 'lower') return word;
  if (wanted === 'upper') return word.toUpperCase();
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

/** The singular of a word of small letters, as far as it has one that is simply formed. */
export function singularOf(word: string): string | undefined {
  const endings = [
    [/ies$/, 'y'],
    [/(?<=s|x|z|ch|sh)es$/, ''],
    [/(?<=[^s])s$/, ''],
  ] as const;
  for (const [ending, singular] of endings) {
    const shorter = word.replace(ending, singular);
    if (shorter.length > 1 && shorter !== word && pluralOf(shorter) === word) return shorter;
  }
  return undefined;
}

export function pluralOf(word: string): string {
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return /(?:s|x|z|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
}
