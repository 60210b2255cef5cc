import { HALF_LIFE_MS } from './decay.ts';
import type { Visit } from './usage.ts';

const HOUR_MS = 3_600_000;
/** Spots that come within this time are what is expected; in milliseconds. */
export const HORIZON_MS = HOUR_MS;
/** Weight of "nothing is known": few observations promise little. */
const DOUBT = 2;
/** Places of work that are kept in mind, and of each how many that followed it. */
const MAX_SPOTS = 500;
const MAX_FOLLOWING = 24;
/** Visits whose hour is not over yet. */
const MAX_OPEN = 200;
const HOURS = 24;

/** A file, and what was done there. */
export type Spot = Pick<Visit, 'file' | 'kind'>;

/** A spot that is expected within `HORIZON_MS`, and how surely, 0 to 1. */
export interface Expected extends Spot {
  readonly confidence: number;
}

/** All that followed something, each observation weighing half after `HALF_LIFE_MS`. */
class Followed {
  weight = 0;
  readonly counts = new Map<string, number>();

  add(names: Iterable<string>, weight: number): void {
    this.weight += weight;
    for (const name of names) this.counts.set(name, (this.counts.get(name) ?? 0) + weight);
    if (this.counts.size <= 2 * MAX_FOLLOWING) return;
    const most = [...this.counts].sort(([, one], [, other]) => other - one);
    for (const [name] of most.slice(MAX_FOLLOWING)) this.counts.delete(name);
  }
}

/**
 * Expects where its user will be within an hour: a Markov model over spots (file and kind of work) with the hour of the day. For the spot that
 * they are at, the one before it and the hour it knows how often each other spot was visited within the hour that followed, and
 * takes these together. Learns from visits alone, in their order.
 */
export class Habits {
  readonly #after = new Map<string, Followed>();
  readonly #hours: readonly Followed[];
  readonly #hourOf: (at: number) => number;
  /** Visits of the last hour, and what followed each so far. */
  #open: { readonly name: string; readonly at: number; readonly following: Set<string> }[] = [];
  #hour:
    | { readonly since: number; readonly of: number; readonly following: Set<string> }
    | undefined;
  #last: string[] = [];
  #begun: number | undefined;
  #learnt = 0;

  /** `hourOf` gives the hour of the day where the user is, 0 to 23. */
  constructor(hourOf: (at: number) => number) {
    this.#hourOf = hourOf;
    this.#hours = Array.from({ length: HOURS }, () => new Followed());
  }

  /** Visits from which is known what followed them. */
  get learnt(): number {
    return this.#learnt;
  }

  visited({ file, kind, at }: Visit): void {
    this.#begun ??= at;
    this.#close(at);
    const name = `${file} ${kind}`;
    for (const { following } of this.#open) following.add(name);
    this.#open = [...this.#open.slice(1 - MAX_OPEN), { name, at, following: new Set() }];
    const hour = Math.floor(at / HOUR_MS);
    if (this.#hour?.since !== hour) {
      this.#closeHour();
      this.#hour = { since: hour, of: this.#hourOf(at), following: new Set() };
    }
    this.#hour?.following.add(name);
    if (this.#last.at(-1) !== name) this.#last = [...this.#last.slice(-1), name];
  }

  /** The spots that are expected from now on, the surest first; the one where the user is does not count. */
  expected(now: number, count: number): Expected[] {
    this.#close(now);
    const here = this.#last.at(-1);
    const known = [
      ...this.#last.map((name) => this.#after.get(name)),
      this.#hours[this.#hourOf(now)],
    ].filter((each) => each !== undefined);
    const weight = known.reduce((sum, each) => sum + each.weight, 0);
    if (weight === 0) return [];
    const scale = this.#weightAt(now);
    const sums = new Map<string, number>();
    for (const { counts } of known) {
      for (const [name, count] of counts) sums.set(name, (sums.get(name) ?? 0) + count);
    }
    return [...sums]
      .filter(([name]) => name !== here)
      .sort(([, one], [, other]) => other - one)
      .slice(0, count)
      .map(([name, sum]) => {
        const [file = '', kind = ''] = name.split(' ');
        return { file, kind, confidence: sum / (weight + DOUBT * scale) };
      });
  }

  /** How often a spot was visited, each visit weighing half after `HALF_LIFE_MS`. */
  frequencyOf({ file, kind }: Spot, now: number): number {
    return (this.#after.get(`${file} ${kind}`)?.weight ?? 0) / this.#weightAt(now);
  }

  /** Learns of those visits whose hour is over what followed them. */
  #close(now: number): void {
    let over = 0;
    for (const { name, at, following } of this.#open) {
      if (at > now - HORIZON_MS && at <= now) break;
      over++;
      this.#learnt++;
      this.#of(name).add(following, this.#weightAt(at));
    }
    if (over > 0) this.#open = this.#open.slice(over);
  }

  #closeHour(): void {
    if (this.#hour === undefined) return;
    const { of, since, following } = this.#hour;
    this.#hours[of]?.add(following, this.#weightAt(since * HOUR_MS));
  }

  #of(name: string): Followed {
    const known = this.#after.get(name) ?? new Followed();
    // The one used last is last.
    this.#after.delete(name);
    this.#after.set(name, known);
    const [oldest] = this.#after.keys();
    if (this.#after.size > MAX_SPOTS && oldest !== undefined) this.#after.delete(oldest);
    return known;
  }

  /** Grows instead of letting all that is known fade. */
  #weightAt(at: number): number {
    return 2 ** ((at - (this.#begun ?? at)) / HALF_LIFE_MS);
  }
}
