import { type Clock, nextTurn } from '../base/clock.ts';

/** An answer that stands in memory now, and until when, epoch milliseconds. */
export interface Near {
  readonly key: string;
  readonly until: number;
}

/** Copies answers from this machine's disk into memory; gives those that were copied. Never rejects. */
export type Promote = (keys: readonly string[]) => Promise<readonly Near[]>;

/** Answers that are copied at once (the design's number); other work gets its turn between. */
const AT_ONCE = 5;

/** Copies answers, some at a time, while that goes on; gives the keys of all that were copied. */
export async function inSteps(
  keys: readonly string[],
  promote: Promote,
  clock: Clock,
  goesOn: () => boolean,
  onNear: (near: Near) => void,
): Promise<ReadonlySet<string>> {
  const near = new Set<string>();
  for (let from = 0; from < keys.length && goesOn(); from += AT_ONCE) {
    for (const each of await promote(keys.slice(from, from + AT_ONCE))) {
      near.add(each.key);
      onNear(each);
    }
    if (from + AT_ONCE < keys.length) await nextTurn(clock);
  }
  return near;
}
