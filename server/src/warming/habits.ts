import { HALF_LIFE_MS } from './decay.ts';
import { Odds, type Signs } from './odds.ts';
import type { Visit } from './usage.ts';

const HOUR_MS = 3_600_000;
/** Spots that come within this time are what is expected; in milliseconds. */
export const HORIZON_MS = HOUR_MS;
/** Spots of work that are kept in mind, and of each how many that followed it. */
const MAX_SPOTS = 500;
const MAX_FOLLOWING = 24;
/** Visits whose hour is not over yet. */
const MAX_OPEN = 200;
const HOURS = 24;
/** Spots that may come next: those that followed most, and those that were left last. */
const MAX_LIKELY = 10;
const MAX_RECENT = 8;

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

interface OpenVisit {
  readonly name: string;
  readonly at: number;
  readonly following: Set<string>;
  /** The spots that might have come next, by what spoke for them. */
  readonly candidates: ReadonlyMap<string, Signs>;
}

/**
 * Expects where its user will be within an hour: a Markov model over spots (file and kind of work) with the hour of the day, and how long ago
 * each was left. For the spot that they are at, the one before it and the hour it knows how often each other spot was visited within the hour
 * that followed; how much that is worth for this user is counted (`Odds`). Learns from visits alone, in their order.
 */
export class Habits {
  readonly #after = new Map<string, Followed>();
  readonly #hours: readonly Followed[];
  readonly #hourOf: (at: number) => number;
  readonly #odds = new Odds();
  #open: OpenVisit[] = [];
  #hour:
    | { readonly since: number; readonly of: number; readonly following: Set<string> }
    | undefined;
  /** The spots that were left last, the newest last. */
  #recent: string[] = [];
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
    const hour = Math.floor(at / HOUR_MS);
    if (this.#hour?.since !== hour) {
      this.#closeHour();
      this.#hour = { since: hour, of: this.#hourOf(at), following: new Set() };
    }
    this.#hour?.following.add(name);
    const others = this.#recent.filter((each) => each !== name);
    this.#recent = [...others.slice(-MAX_RECENT), name];
    const candidates = this.#candidates(at);
    this.#open = [
      ...this.#open.slice(1 - MAX_OPEN),
      { name, at, following: new Set(), candidates },
    ];
  }

  /** The spots that are expected from now on, the surest first; the one where the user is does not count. */
  expected(now: number, count: number): Expected[] {
    this.#close(now);
    return [...this.#candidates(now)]
      .map(([name, signs]) => ({ name, share: signs.share, confidence: this.#odds.of(signs) }))
      .sort((one, other) => other.confidence - one.confidence || other.share - one.share)
      .slice(0, count)
      .map(({ name, confidence }) => ({ ...spotOf(name), confidence }));
  }

  /** A spot that is known, by chance (0 to 1). */
  anyone(chance: number): Spot | undefined {
    const names = [...this.#after.keys()];
    const name = names[Math.floor(chance * names.length)];
    return name === undefined ? undefined : spotOf(name);
  }

  /** How often a spot was visited, each visit weighing half after `HALF_LIFE_MS`. */
  frequencyOf({ file, kind }: Spot, now: number): number {
    return (this.#after.get(`${file} ${kind}`)?.weight ?? 0) / this.#weightAt(now);
  }

  /** The spots that may come next, with the signs for each. */
  #candidates(now: number): Map<string, Signs> {
    const [here, before] = this.#recent.toReversed();
    const known = [
      ...[here, before].map((name) => (name === undefined ? undefined : this.#after.get(name))),
      this.#hours[this.#hourOf(now)],
    ].filter((each) => each !== undefined);
    const weight = known.reduce((sum, each) => sum + each.weight, 0);
    const sums = new Map<string, number>();
    for (const { counts } of known) {
      for (const [name, count] of counts) sums.set(name, (sums.get(name) ?? 0) + count);
    }
    const likely = [...sums].sort(([, one], [, other]) => other - one).slice(0, MAX_LIKELY);
    const names = new Set([...likely.map(([name]) => name), ...this.#recent]);
    names.delete(here ?? '');
    return new Map(
      [...names].map((name) => {
        const left = this.#recent.length - 1 - this.#recent.lastIndexOf(name);
        const share = weight === 0 ? 0 : (sums.get(name) ?? 0) / weight;
        return [name, { share, left: this.#recent.includes(name) ? left : undefined }];
      }),
    );
  }

  /** Learns of those visits whose hour is over what followed them. */
  #close(now: number): void {
    let over = 0;
    for (const { name, at, following, candidates } of this.#open) {
      if (at > now - HORIZON_MS && at <= now) break;
      over++;
      this.#learnt++;
      this.#of(name).add(following, this.#weightAt(at));
      for (const [each, signs] of candidates) this.#odds.add(signs, following.has(each));
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

function spotOf(name: string): Spot {
  const [file = '', kind = ''] = name.split(' ');
  return { file, kind };
}
