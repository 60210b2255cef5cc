import { countOf, shared } from './line.ts';

const WORD = /[\p{L}_$][\p{L}\p{N}_$]*/gu;

/** Every word of a text, in its order. */
export const wordsOf = (lines: readonly string[]): string[] => lines.join('\n').match(WORD) ?? [];

/** True if a text has a word less often than the one whose place it takes. */
export function losesWords(before: readonly string[], after: readonly string[]): boolean {
  const words = wordsOf(before);
  return shared(countOf(words), countOf(wordsOf(after))) < words.length;
}

/** Share of the words of a block that an answer has, too. */
export function wordsKept(block: readonly string[], answer: readonly string[]): number {
  const [ours, theirs] = [countOf(new Set(wordsOf(block))), countOf(new Set(wordsOf(answer)))];
  return ours.size === 0 ? 1 : shared(ours, theirs) / ours.size;
}
