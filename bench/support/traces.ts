import { seededRandom } from '../../tools/random.ts';

/** Keys in the order in which they are asked for. */
export type Trace = Iterable<number>;

/** Ranks by Zipf's law with exponent `skew` over `count` keys: rank 0 most often. */
export function zipf(count: number, skew: number, random: () => number): () => number {
  const cumulative = new Float64Array(count);
  let sum = 0;
  for (let rank = 0; rank < count; rank++) cumulative[rank] = sum += 1 / (rank + 1) ** skew;
  return () => {
    const target = random() * sum;
    let low = 0;
    let high = count - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((cumulative[middle] ?? 0) < target) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

const KEYS = 20_000;

/** Traces of `length` requests, the same on every machine. */
export const traces: Readonly<Record<string, (length: number) => Trace>> = {
  'Zipf 0.9': function* (length) {
    const draw = zipf(KEYS, 0.9, seededRandom(1));
    for (let index = 0; index < length; index++) yield draw();
  },
  /** Every 20,000 requests 5,000 keys are read once, in order, as an indexer would. */
  'Zipf and scans': function* (length) {
    const draw = zipf(KEYS, 0.9, seededRandom(2));
    let next = KEYS;
    for (let index = 0; index < length; index++) {
      yield index % 20_000 < 5_000 ? next++ : draw();
    }
  },
  /** Popularity moves on: every 50,000 requests other keys are the popular ones. */
  'shifting popularity': function* (length) {
    const draw = zipf(KEYS, 0.9, seededRandom(3));
    for (let index = 0; index < length; index++) {
      yield (draw() + Math.floor(index / 50_000) * 4_000) % (KEYS * 4);
    }
  },
  /**
   * Editing: mostly new places, and those of a moment ago again, the more recent the likelier
   * (a log-normal distance in what was asked before).
   */
  'editor recency': function* (length) {
    const random = seededRandom(4);
    const recent: number[] = [];
    for (let index = 0; index < length; index++) {
      const distance = Math.floor(Math.exp(normal(random) * 2.5 + 6));
      const again = random() < 0.6 ? recent[recent.length - 1 - distance] : undefined;
      const key = again ?? index;
      recent.push(key);
      if (recent.length > 200_000) recent.splice(0, 100_000);
      yield key;
    }
  },
};

/** Standard normal (Box, Muller 1958). */
const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
