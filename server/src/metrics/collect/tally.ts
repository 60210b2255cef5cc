import { type PackedSketch, QuantileSketch } from '../../base/quantileSketch.ts';

/** Between the parts of a name: nothing that anybody configures holds it. */
const BETWEEN = '\u0001';

/** A tally as plain data, for files. */
export interface PackedTally {
  readonly counts: Readonly<Record<string, number>>;
  readonly sketches: Readonly<Record<string, PackedSketch>>;
}

/** The name of a count or a sketch: what it is, and of what. */
export const nameOf = (...parts: readonly string[]): string => parts.join(BETWEEN);

/** The counts and times of some span of time: the sum of two tallies is the tally of both spans. */
export class Tally {
  readonly #counts = new Map<string, number>();
  readonly #sketches = new Map<string, QuantileSketch>();

  /** Restores a tally from the output of `pack` after it was in a file: malformed parts are left out. */
  static unpack(packed: object): Tally {
    const { counts, sketches } = packed as Partial<PackedTally>;
    const tally = new Tally();
    for (const [name, count] of Object.entries(counts ?? {})) {
      if (Number.isFinite(count)) tally.#counts.set(name, count);
    }
    for (const [name, packed] of Object.entries(sketches ?? {})) {
      if (Array.isArray(packed)) tally.#sketches.set(name, QuantileSketch.unpack(packed));
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

  count(name: string, by = 1): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + by);
  }

  /** Adds a duration in milliseconds. */
  time(name: string, ms: number): void {
    let sketch = this.#sketches.get(name);
    if (sketch === undefined) {
      sketch = new QuantileSketch();
      this.#sketches.set(name, sketch);
    }
    sketch.add(ms);
  }

  /** 0 for what was never counted. */
  of(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  /** Empty for what was never timed. */
  timesOf(name: string): QuantileSketch {
    return this.#sketches.get(name) ?? new QuantileSketch();
  }

  /** All counts of one kind, with the rest of their names. */
  *counted(kind: string): Generator<readonly [labels: readonly string[], count: number]> {
    for (const [name, count] of this.#counts) {
      const [first, ...labels] = name.split(BETWEEN);
      if (first === kind && labels.length > 0) yield [labels, count];
    }
  }

  /** All sketches of one kind, with the rest of their names. */
  *timed(kind: string): Generator<readonly [labels: readonly string[], times: QuantileSketch]> {
    for (const [name, times] of this.#sketches) {
      const [first, ...labels] = name.split(BETWEEN);
      if (first === kind && labels.length > 0) yield [labels, times];
    }
  }

  merge(other: Tally): void {
    for (const [name, count] of other.#counts) this.count(name, count);
    for (const [name, sketch] of other.#sketches) {
      const own = this.#sketches.get(name);
      if (own !== undefined) own.merge(sketch);
      else this.#sketches.set(name, QuantileSketch.unpack(sketch.pack()));
    }
  }

  pack(): PackedTally {
    return {
      counts: Object.fromEntries(this.#counts),
      sketches: Object.fromEntries(
        [...this.#sketches].map(([name, sketch]) => [name, sketch.pack()]),
      ),
    };
  }
}
