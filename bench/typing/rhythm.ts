import { normal } from '../../server/src/base/normal.ts';
import { seededRandom } from '../../tools/random.ts';

/** Five keys a second, spread as people's gaps are (log-normal); now and then they think. */
const KEY_MS = 200;
const KEY_SPREAD = 0.35;
const PAUSE_RATE = 0.05;
export const SHORTEST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 3_000;

/** When the next key comes, by chance. */
export class Rhythm {
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  /** Milliseconds from one key to the next. */
  gapMs(): number {
    return this.#random() < PAUSE_RATE
      ? SHORTEST_PAUSE_MS + this.#random() * (LONGEST_PAUSE_MS - SHORTEST_PAUSE_MS)
      : this.logNormal(KEY_MS, KEY_SPREAD);
  }

  logNormal(median: number, spread: number): number {
    return median * Math.exp(spread * normal(this.#random));
  }
}
