import { KIND } from '../tokens/tokenKind.ts';
import { Vocabulary } from '../tokens/vocabulary.ts';
import type { ChainKind, Corpus } from './corpus.ts';

/** Tokens that two places must have in common, names aside, to be compared at all; and at most. */
export const LEAST_ALIGNED = 5;
export const MAX_ALIGNED = 48;

/** A token without its name: all names are alike, and all numbers; keywords and marks are themselves. */
export const shapeOf =
  (vocabulary: Vocabulary) =>
  (token: number): number => {
    const kind = vocabulary.kindOf(token);
    return kind === KIND.name ? -1 : kind === KIND.number ? -2 : token;
  };

/** Ties together places after the same structure, whatever the names in it are. */
export const inShape = (vocabulary: Vocabulary): ChainKind => ({
  length: LEAST_ALIGNED,
  of: shapeOf(vocabulary),
});

/** How an earlier place stands to the present one. */
export interface Alignment {
  /** How many tokens before both agree, names standing for names. */
  readonly length: number;
  /** How many of them are the same. */
  readonly same: number;
  /** The token that follows there, or the name that takes its place here. */
  readonly token: number;
  /** Whether what follows there is one of the names that stand for another, or one that stands for itself. */
  readonly role: 'renamed' | 'kept' | 'other';
}

/**
 * Compares what stands before a place with what stands before the cursor, as far back as one becomes the other by
 * renaming, each name always to the same. Repeated structures are copied so, with the names of the new place.
 */
export function align(
  corpus: Corpus,
  position: number,
  context: readonly number[],
  shape: (token: number) => number,
): Alignment | undefined {
  const renamed = new Map<number, number>();
  const origins = new Map<number, number>();
  let length = 0;
  let same = 0;
  const most = Math.min(MAX_ALIGNED, context.length, position);
  for (; length < most; length++) {
    const there = corpus.tokenAt(position - 1 - length);
    const here = context[context.length - 1 - length] as number;
    if (there === Vocabulary.END || shape(there) !== shape(here)) break;
    if (shape(there) < 0) {
      if ((renamed.get(there) ?? here) !== here || (origins.get(here) ?? there) !== there) break;
      renamed.set(there, here);
      origins.set(here, there);
    }
    if (there === here) same++;
  }
  if (length < LEAST_ALIGNED) return undefined;
  const next = corpus.tokenAt(position);
  const own = renamed.get(next);
  const role = own === undefined ? 'other' : own === next ? 'kept' : 'renamed';
  return { length, same, token: own ?? next, role };
}
