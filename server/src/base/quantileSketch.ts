/** Relative error of every quantile. */
const RELATIVE_ACCURACY = 0.01;
const GAMMA = (1 + RELATIVE_ACCURACY) / (1 - RELATIVE_ACCURACY);
const LOG_GAMMA = Math.log(GAMMA);
/** Values below this many units count as zero: a microsecond, where the unit is the millisecond. */
const SMALLEST = 1e-3;
/** Buckets kept: from one microsecond to about 26 hours in milliseconds. */
const BUCKETS = 1280;

/** A sketch as plain numbers, for files. */
export type PackedSketch = readonly number[];

/**
 * Quantiles of non-negative values within 1 % of the true value, in constant memory; mergeable by
 * adding counts. DDSketch with a bounded store (Masson, Rim, Lee: "DDSketch", VLDB 2019).
 */
export class QuantileSketch {
  readonly #counts = new Uint32Array(BUCKETS);
  #zeros = 0;
  #count = 0;
  #sum = 0;

  /** Restores a sketch from the output of `pack`; anything else gives an empty sketch. */
  static unpack(packed: PackedSketch): QuantileSketch {
    const sketch = new QuantileSketch();
    const [sum = 0, zeros = 0, ...buckets] = packed;
    sketch.#sum = sum;
    sketch.#zeros = zeros;
    sketch.#count = zeros;
    for (let index = 0; index + 1 < buckets.length; index += 2) {
      const [bucket = 0, count = 0] = buckets.slice(index, index + 2);
      if (!(bucket >= 0 && bucket < BUCKETS && count > 0)) continue;
      sketch.#counts[bucket] = count;
      sketch.#count += count;
    }
    return sketch;
  }

  get count(): number {
    return this.#count;
  }

  /** Of all values, exactly. */
  get sum(): number {
    return this.#sum;
  }

  /** 0 when there are none. */
  get mean(): number {
    return this.#count === 0 ? 0 : this.#sum / this.#count;
  }

  /** Of the values' natural logarithms, within 1 %; 0 when there are none. */
  get logMean(): number {
    const positive = this.#count - this.#zeros;
    if (positive === 0) return 0;
    let sum = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      const count = this.#counts[bucket] ?? 0;
      if (count > 0) sum += count * Math.log(middleOf(bucket));
    }
    return sum / positive;
  }

  /** Adds one value; NaN and negative ones are ignored. */
  add(value: number): void {
    if (!(value >= 0)) return;
    this.#count++;
    this.#sum += value;
    if (value < SMALLEST) {
      this.#zeros++;
      return;
    }
    const bucket = Math.min(BUCKETS - 1, Math.ceil(Math.log(value / SMALLEST) / LOG_GAMMA));
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
  }

  /** Takes in all values of another. */
  merge(other: QuantileSketch): void {
    this.#zeros += other.#zeros;
    this.#count += other.#count;
    this.#sum += other.#sum;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      const count = other.#counts[bucket] ?? 0;
      if (count > 0) this.#counts[bucket] = (this.#counts[bucket] ?? 0) + count;
    }
  }

  /** Sum, zeros, then bucket and count of each that holds something. */
  pack(): PackedSketch {
    const packed = [Math.round(this.#sum * 1000) / 1000, this.#zeros];
    for (const [bucket, count] of this.#counts.entries()) if (count > 0) packed.push(bucket, count);
    return packed;
  }

  /** The value below which the share `quantile` (0 to 1) of all values lies; 0 when there are none. */
  quantile(quantile: number): number {
    let left = Math.ceil(quantile * this.#count) - this.#zeros;
    if (left <= 0) return 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      left -= this.#counts[bucket] ?? 0;
      if (left <= 0) return middleOf(bucket);
    }
    return 0;
  }
}

/** The value that is within 1 % of every value of a bucket. */
const middleOf = (bucket: number): number => (SMALLEST * 2 * GAMMA ** bucket) / (GAMMA + 1);
