import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { normalProse } from '../../server/src/pipeline/prose.ts';
import type { Measured } from '../support/bench.ts';
import { printTable } from '../support/table.ts';

type Pair = readonly [string, string];
interface Pairs {
  /** By what makes them differ. */
  readonly different: Readonly<Record<string, readonly Pair[]>>;
  readonly same: readonly Pair[];
}

/** Pairs of questions written before the code that they judge. */
export const readPairs = (): Pairs =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'prosePairs.json'), 'utf8'));

export const isMerged = ([one, other]: Pair): boolean => {
  const form = normalProse(one);
  return form !== undefined && form === normalProse(other);
};

/** Which of two questions that differ, or mean the same, would share an answer. */
export function prose(): Measured[] {
  const { different, same } = readPairs();
  const rows = Object.entries(different).map(([kind, pairs]) => [
    kind,
    String(pairs.length),
    String(pairs.filter(isMerged).length),
  ]);
  const served = same.filter(isMerged).length;
  printTable(
    ['pairs', 'count', 'merged'],
    [...rows, ['paraphrases', String(same.length), String(served)]],
  );
  return [
    {
      name: 'false hits among adversarial prose pairs',
      unit: '',
      value: Object.values(different).flat().filter(isMerged).length,
      bar: { is: 'atMost', value: 0 },
    },
    {
      name: 'paraphrases served',
      unit: '%',
      value: (100 * served) / same.length,
      bar: { is: 'atLeast', value: 30 },
    },
  ];
}
