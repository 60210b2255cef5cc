/** Relative error of every quantile. */
const RELATIVE_ACCURACY = 0.01;
const GAMMA = (1 + RELATIVE_ACCURACY) / (1 - RELATIVE_ACCURACY);
const LOG_GAMMA = Math.log(GAMMA);
/** Values below this many units count as zero: a microsecond, where the unit is the millisecond. */
const SMALLEST = 1e-3;
/** Buckets kept: from one microsecond to about 26 hours in milliseconds. */
const BUCKETS = 1280;

/**
 * Quantiles of non-negative values within 1 % of the true value, in constant memory; mergeable by
 * adding counts. DDSketch with a bounded store (Masson, Rim, Lee: "DDSketch", VLDB 2019).
 */
export class QuantileSketch {
  readonly #counts = new Uint32Array(BUCKETS);
  #zeros = 0;
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Adds one value; NaN and negative ones are ignored. */
  add(value: number): void {
    if (!(value >= 0)) return;
    this.#count++;
    if (value < SMALLEST) {
      this.#zeros++;
      return;
    }
    const bucket = Math.min(BUCKETS - 1, Math.ceil(Math.log(value / SMALLEST) / LOG_GAMMA));
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
  }

  /** The value below which the share `quantile` (0 to 1) of all values lies; 0 when there are none. */
  quantile(quantile: number): number {
    let left = Math.ceil(quantile * this.#count) - this.#zeros;
    if (left <= 0) return 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      left -= this.#counts[bucket] ?? 0;
      if (left <= 0) return (SMALLEST * 2 * GAMMA ** bucket) / (GAMMA + 1);
    }
    return 0;
  }
}
