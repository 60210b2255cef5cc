import { baseName } from '../../documents/baseName.ts';
import type { LiveDocument } from '../../documents/liveDocument.ts';
import { type Block, textOf } from './blocks.ts';
import type { Said } from './said.ts';

/** Chosen at once. */
const MAX_SNIPPETS = 4;
/** A block that shares less than this says nothing about the place (the share of a weight of words). */
const LEAST_SCORE = 0.15;
/** A block that was chosen is kept as long as it shares this much. */
const LEAST_KEPT_SCORE = LEAST_SCORE / 2;

/** A block of another file that may help. */
export interface Ranked {
  readonly document: LiveDocument;
  readonly block: Block;
  readonly factor: number;
}

/** A block, and how much of what stands around the cursor it shares. */
export interface Scored extends Omit<Ranked, 'factor'> {
  readonly score: number;
}

/** A block that was chosen. */
export interface Chosen extends Scored {
  readonly name: string;
  readonly text: string;
}

export const isSame = (one: Scored, other: Scored): boolean =>
  one.block.print === other.block.print && one.document.uri === other.document.uri;

/** The blocks that say anything about a place with such words, the most helpful first; rare words count more. */
export function scored(ranked: readonly Ranked[], words: ReadonlySet<string>): Scored[] {
  const occurrences = new Map<string, number>();
  for (const { block } of ranked) {
    for (const word of block.words) occurrences.set(word, (occurrences.get(word) ?? 0) + 1);
  }
  const weight = (some: Iterable<string>) => {
    let sum = 0;
    for (const word of some) sum += Math.log(1 + ranked.length / (occurrences.get(word) ?? 1));
    return sum;
  };
  // Words that no other file knows tell nothing.
  const wanted = new Set([...words].filter((word) => occurrences.has(word)));
  const all = ranked.map(({ document, block, factor }) => {
    const shared = [...block.words].filter((word) => wanted.has(word));
    const score = (factor * weight(shared)) / Math.sqrt(weight(block.words) * weight(wanted) + 1);
    return { document, block, score };
  });
  return all
    .filter(({ score }) => score >= LEAST_KEPT_SCORE)
    .sort((one, other) => other.score - one.score);
}

/** The best of some blocks that say something new, within a length; the most helpful first. */
export function best(
  blocks: readonly Scored[],
  length: number,
  said: Said,
  mayUse: (document: LiveDocument) => boolean,
): Chosen[] {
  const chosen: Chosen[] = [];
  let left = length;
  for (const each of blocks) {
    const { document, block, score } = each;
    if (score < LEAST_SCORE || chosen.length === MAX_SNIPPETS) break;
    const text = textOf(document, block);
    if (text.length > left || said.holds(text) || !mayUse(document)) continue;
    left -= text.length;
    said.add(text);
    chosen.push({ ...each, name: baseName(document.uri), text });
  }
  return chosen;
}
