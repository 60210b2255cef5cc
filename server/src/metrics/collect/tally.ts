import { type PackedSketch, QuantileSketch } from '../../base/quantileSketch.ts';
import {
  type CountKey,
  type LabelledName,
  type LabelsOf,
  labelsAt,
  type TimesKey,
} from '../series/tallySeries.ts';

/** Larger counts are none of ours, and sums of them would be inexact. */
const MAX_COUNT = Number.MAX_SAFE_INTEGER;

/** A tally as plain data, for files. */
export interface PackedTally {
  readonly counts: Readonly<Record<string, number>>;
  readonly sketches: Readonly<Record<string, PackedSketch>>;
}

/** The counts and times of some span of time: the sum of two tallies is the tally of both spans. */
export class Tally {
  readonly #counts = new Map<CountKey, number>();
  readonly #sketches = new Map<TimesKey, QuantileSketch>();

  /** Restores a tally from the output of `pack` after it was in a file: malformed parts are left out. */
  static unpack(packed: object): Tally {
    const { counts, sketches } = packed as Partial<PackedTally>;
    const tally = new Tally();
    for (const [at, count] of Object.entries(counts ?? {})) {
      if (count >= 0 && count <= MAX_COUNT && typeof count === 'number')
        tally.#counts.set(at as CountKey, count);
    }
    for (const [at, packed] of Object.entries(sketches ?? {})) {
      if (Array.isArray(packed)) tally.#sketches.set(at as TimesKey, QuantileSketch.unpack(packed));
    }
    return tally;
  }

  static sumOf(tallies: Iterable<Tally>): Tally {
    const sum = new Tally();
    for (const tally of tallies) sum.merge(tally);
    return sum;
  }

  get isEmpty(): boolean {
    return this.#counts.size === 0 && this.#sketches.size === 0;
  }

  count(at: CountKey, by = 1): void {
    this.#counts.set(at, (this.#counts.get(at) ?? 0) + by);
  }

  /** Adds a duration in milliseconds to each of some series. */
  time(at: readonly TimesKey[], ms: number): void {
    for (const each of at) this.#sketchAt(each).add(ms);
  }

  #sketchAt(at: TimesKey): QuantileSketch {
    let sketch = this.#sketches.get(at);
    if (sketch === undefined) {
      sketch = new QuantileSketch();
      this.#sketches.set(at, sketch);
    }
    return sketch;
  }

  /** 0 for a series that was never counted. */
  of(at: CountKey): number {
    return this.#counts.get(at) ?? 0;
  }

  /** Empty for a series that was never timed. */
  timesOf(at: TimesKey): QuantileSketch {
    return this.#sketches.get(at) ?? new QuantileSketch();
  }

  /** All counts of a series, with the values of its labels. */
  *counted<Of extends LabelledName<'count'>>(
    name: Of,
  ): Generator<readonly [labels: LabelsOf<Of>, count: number]> {
    for (const [at, count] of this.#counts) {
      const labels = labelsAt(name, at);
      if (labels !== undefined) yield [labels, count];
    }
  }

  /** All sketches of a series, with the values of its labels. */
  *timed<Of extends LabelledName<'times'>>(
    name: Of,
  ): Generator<readonly [labels: LabelsOf<Of>, times: QuantileSketch]> {
    for (const [at, times] of this.#sketches) {
      const labels = labelsAt(name, at);
      if (labels !== undefined) yield [labels, times];
    }
  }

  merge(other: Tally): void {
    for (const [at, count] of other.#counts) this.count(at, count);
    for (const [at, sketch] of other.#sketches) {
      const own = this.#sketches.get(at);
      if (own !== undefined) own.merge(sketch);
      else this.#sketches.set(at, QuantileSketch.unpack(sketch.pack()));
    }
  }

  pack(): PackedTally {
    return {
      counts: Object.fromEntries(this.#counts),
      sketches: Object.fromEntries([...this.#sketches].map(([at, sketch]) => [at, sketch.pack()])),
    };
  }
}
