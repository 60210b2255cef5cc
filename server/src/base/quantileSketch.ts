/** Relative error of every quantile. */
const RELATIVE_ACCURACY = 0.01;
const GAMMA = (1 + RELATIVE_ACCURACY) / (1 - RELATIVE_ACCURACY);
const LOG_GAMMA = Math.log(GAMMA);
/** Values below this many units count as zero: a microsecond, where the unit is the millisecond. */
const SMALLEST = 1e-3;
/** Buckets kept: from one microsecond to about 26 hours in milliseconds. */
const BUCKETS = 1280;

/** Buckets for which there is memory are a multiple of these: values of one series lie close together. */
const BLOCK = 64;
/** The most that a bucket counts. */
const MAX_COUNT = 2 ** 32 - 1;

/** A sketch as plain numbers, for files. */
export type PackedSketch = readonly number[];

/**
 * Quantiles of non-negative values within 1 % of the true value, in constant memory; mergeable by
 * adding counts. DDSketch with a bounded store (Masson, Rim, Lee: "DDSketch", VLDB 2019).
 */
export class QuantileSketch {
  /** Of the buckets from `#first` on: of those from the lowest to the highest that holds something, in whole blocks. */
  #counts = EMPTY;
  #first = 0;
  #zeros = 0;
  #count = 0;
  #sum = 0;

  /** Restores a sketch from the output of `pack` after it was in a file: whatever is no count there is left out. */
  static unpack(packed: PackedSketch): QuantileSketch {
    const sketch = new QuantileSketch();
    const [sum, zeros, ...buckets] = packed;
    sketch.#sum = isCount(sum, Number.MAX_SAFE_INTEGER) ? sum : 0;
    sketch.#zeros = isCount(zeros, MAX_COUNT) ? Math.floor(zeros) : 0;
    sketch.#count = sketch.#zeros;
    for (let index = 0; index + 1 < buckets.length; index += 2) {
      const [bucket, count] = buckets.slice(index, index + 2);
      if (!isCount(bucket, BUCKETS - 1) || !Number.isInteger(bucket)) continue;
      if (isCount(count, MAX_COUNT)) sketch.#put(bucket, Math.floor(count));
    }
    for (let index = 0; index < sketch.#counts.length; index++)
      sketch.#count += sketch.#counts[index] ?? 0;
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
    for (const [bucket, count] of this.#held()) sum += count * Math.log(middleOf(bucket));
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
    this.#put(bucket, this.#at(bucket) + 1);
  }

  /** Takes in all values of another. */
  merge(other: QuantileSketch): void {
    this.#zeros += other.#zeros;
    this.#count += other.#count;
    this.#sum += other.#sum;
    for (const [bucket, count] of other.#held()) this.#put(bucket, this.#at(bucket) + count);
  }

  /** Sum, zeros, then bucket and count of each that holds something. */
  pack(): PackedSketch {
    const packed = [Math.round(this.#sum * 1000) / 1000, this.#zeros];
    for (const [bucket, count] of this.#held()) packed.push(bucket, count);
    return packed;
  }

  /** The value below which the share `quantile` (0 to 1) of all values lies; 0 when there are none. */
  quantile(quantile: number): number {
    let left = Math.ceil(quantile * this.#count) - this.#zeros;
    if (left <= 0) return 0;
    for (const [bucket, count] of this.#held()) {
      left -= count;
      if (left <= 0) return middleOf(bucket);
    }
    return 0;
  }

  /** The buckets that hold something, lowest first, and what they hold. */
  *#held(): Generator<readonly [bucket: number, count: number]> {
    for (let index = 0; index < this.#counts.length; index++) {
      const count = this.#counts[index] ?? 0;
      if (count > 0) yield [this.#first + index, count];
    }
  }

  #at(bucket: number): number {
    return this.#counts[bucket - this.#first] ?? 0;
  }

  #put(bucket: number, count: number): void {
    this.#reach(bucket);
    this.#counts[bucket - this.#first] = count;
  }

  /** Makes room for a bucket. */
  #reach(bucket: number): void {
    const end = this.#first + this.#counts.length;
    if (bucket >= this.#first && bucket < end) return;
    const block = bucket - (bucket % BLOCK);
    const isEmpty = this.#counts.length === 0;
    const first = isEmpty ? block : Math.min(this.#first, block);
    const counts = new Uint32Array(
      (isEmpty ? block + BLOCK : Math.max(end, block + BLOCK)) - first,
    );
    counts.set(this.#counts, isEmpty ? 0 : this.#first - first);
    this.#counts = counts;
    this.#first = first;
  }
}

const EMPTY = new Uint32Array(0);

/** True for a number from 0 to `most`. */
const isCount = (value: unknown, most: number): value is number =>
  typeof value === 'number' && value >= 0 && value <= most;

/** The value that is within 1 % of every value of a bucket. */
const middleOf = (bucket: number): number => (SMALLEST * 2 * GAMMA ** bucket) / (GAMMA + 1);
