export const isBlank = (line: string | undefined): boolean => (line ?? '').trim() === '';

/** Blanks and tabs at the front of a line. */
export function indentOf(line: string): string {
  let end = 0;
  while (line[end] === ' ' || line[end] === '\t') end++;
  return line.slice(0, end);
}

const WORD = /[\p{L}\p{N}_$]/u;

/** A line without the white space that means nothing: all but one blank between two words. */
export function normal(line: string): string {
  const words = line.trim().split(/\s+/);
  const parts = words.map((word, index) => {
    const before = words[index - 1] ?? '';
    const needsBlank = WORD.test(before.at(-1) ?? '') && WORD.test(word[0] ?? '');
    return needsBlank ? ` ${word}` : word;
  });
  return parts.join('');
}

/** Lines with code, each in its normal form beside its number. */
export interface Solid {
  readonly index: number;
  readonly text: string;
}

/** The lines of a text that are not blank. */
export const solid = (lines: readonly string[]): Solid[] =>
  lines.flatMap((line, index) => (isBlank(line) ? [] : [{ index, text: normal(line) }]));

/** Without the blank lines around it. */
export function trimBlankLines(lines: readonly string[]): string[] {
  const first = lines.findIndex((line) => !isBlank(line));
  if (first === -1) return [];
  return lines.slice(first, lines.findLastIndex((line) => !isBlank(line)) + 1);
}

/** How often each text occurs. */
export function countOf(texts: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

/** Members of two bags that pair up. */
export function shared(one: Map<string, number>, other: Map<string, number>): number {
  let sum = 0;
  for (const [text, count] of one) sum += Math.min(count, other.get(text) ?? 0);
  return sum;
}
