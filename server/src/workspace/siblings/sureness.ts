import type { Draft, Signs } from './drafts.ts';

/** How sure a draft is; it belongs among all of its place. */
interface Rule {
  readonly sureness: number;
  readonly holds: (signs: Signs, first: Signs, last: Signs) => boolean;
}

/** Shares of what all siblings weigh: nearly all, and not a few. */
const NEARLY_ALL = 0.9;
const NOT_A_FEW = 0.3;

/**
 * How often texts were right where one of these was the first to hold and nothing else was said: docs/adr/0004 tells what it
 * was counted on. One sibling alone was too seldom right to say anything.
 */
const RULES: readonly Rule[] = [
  // Two make the same, and what the renaming makes of the first line stands in the file already.
  {
    sureness: 0.97,
    holds: ({ agreeing, share }, first) =>
      first.confirmed > 0 && agreeing >= 2 && share > NOT_A_FEW,
  },
  // All make the same to the end.
  { sureness: 0.9, holds: (_, __, last) => last.agreeing >= 2 && last.share > NEARLY_ALL },
  // Three or more make the same so far, next to nobody anything else.
  { sureness: 0.85, holds: ({ agreeing, share }) => agreeing >= 3 && share > NEARLY_ALL },
];

/** How likely a draft is right; `undefined` where that is not likely enough to be said. */
export function surenessOf({ signs }: Draft, all: readonly Draft[]): number | undefined {
  const [first, last] = [all[0]?.signs, all.at(-1)?.signs];
  if (first === undefined || last === undefined || isDoubtful(signs)) return undefined;
  return RULES.find(({ holds }) => holds(signs, first, last))?.sureness;
}

const isDoubtful = ({ best, unknown, collides, isRemark }: Signs): boolean =>
  best.renamed === 0 || unknown > 0 || collides || isRemark;
