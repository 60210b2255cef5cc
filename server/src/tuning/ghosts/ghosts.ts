import type { Clock } from '../../base/clock.ts';
import { inTurns } from '../../base/turns.ts';
import type { KnobName } from '../../protocol/tuning.ts';
import type { Knobs } from '../knobs.ts';
import { knobTable } from '../knobTable.ts';
import { CacheTrace } from './cacheTrace.ts';
import { type CacheShape, simulate } from './ghostCache.ts';
import { isOfCache, judgeCache, shaped } from './judgeCache.ts';
import { judgeWait, LEAST_SEEN } from './judgeWait.ts';
import type { Stand, Verdict } from './verdict.ts';
import { scaled, WaitTrace } from './waitTrace.ts';

/** Fewer calls saved than under the former value contradict a ghost, where that is more than chance: three standard deviations of a count. */
const DEVIATIONS = 3;

/** The live figures since a change. */
export interface Proof {
  readonly samples: number;
  /** The former value would have saved more, over the same requests. */
  readonly isContradicted: boolean;
}

/** The traces of this process, and what other values of the knobs would have made of them. Nothing of it asks anybody anything. */
export class Ghosts {
  readonly #clock: Clock;
  readonly #knobs: Knobs;
  readonly #cache = new CacheTrace();
  readonly #waits = new WaitTrace();
  /** By knob, how much had been seen when it was judged last. */
  readonly #judged = new Map<KnobName, number>();

  constructor(clock: Clock, knobs: Knobs) {
    this.#clock = clock;
    this.#knobs = knobs;
  }

  get samples(): number {
    return this.#cache.length + this.#waits.length;
  }

  readonly #soon: Clock['soon'] = (callback) => this.#clock.soon(callback);

  /** Hears of each request that the cache is asked for. */
  readonly watch = {
    asked: (
      key: string,
      task: 'completion' | 'action',
      known: { readonly bytes: number } | undefined,
    ): void => this.#cache.asked(key, this.#clock.now(), task, known),
    refreshed: (key: string): void => this.#cache.refreshed(key),
    stored: (key: string, bytes: number, isEmpty: boolean): void =>
      this.#cache.stored(key, bytes, isEmpty),
  };

  /** The wait for a pause: how long it is by now, and what comes of each. */
  readonly waits = {
    scaled: (waitMs: number): number => scaled(waitMs, this.#knobs.value('waitFactor')),
    begun: (usualMs: number, needMs: number): void => {
      const factor = this.#knobs.value('waitFactor');
      const [at, now] = [this.#clock.now(), this.#clock.monotonic()];
      this.#waits.begun({ at, now, usualMs, waitMs: scaled(usualMs, factor), needMs });
    },
    key: (): void => this.#waits.key(this.#clock.monotonic()),
    shown: (isJoined: boolean): void => this.#waits.shown(this.#clock.monotonic(), isJoined),
  };

  /** A better value of a knob, if one is expected; `undefined` also where nothing was asked since it was judged last. */
  async judge(knob: KnobName, stand: Stand, shape: CacheShape): Promise<Verdict | undefined> {
    const seen = isOfCache(knob) ? this.#cache.seen : this.#waits.seen;
    if (this.#judged.get(knob) === seen) return undefined;
    this.#judged.set(knob, seen);
    if (!isOfCache(knob)) return judgeWait(this.#waits, stand);
    return inTurns(judgeCache(this.#cache, shape, knob, stand), this.#soon);
  }

  /**
   * Whether the live figures since `since` (epoch milliseconds) bear a change out: calls that the cache really saved, or suggestions that
   * were really in time, beside those that there would have been under the former value, over the same requests.
   */
  async proof(knob: KnobName, former: number, since: number, shape: CacheShape): Promise<Proof> {
    if (!isOfCache(knob)) {
      const before = this.#waits.simulate(former, since);
      const usual = this.#waits.simulate(knobTable.waitFactor.usual, since);
      // A wait that was too short has more of them, for many more calls.
      const expected = LEAST_SEEN * Math.min(before.inTime, usual.inTime);
      return proofOf(before.waits, this.#waits.shownSince(since), expected);
    }
    const before = shaped(shape, knob, former);
    const simulated = simulate(this.#cache, before, since);
    const { requests, calls } = await inTurns(simulated, this.#soon);
    return proofOf(requests, this.#cache.savedSince(since), requests - calls);
  }
}

const proofOf = (samples: number, live: number, expected: number): Proof => ({
  samples,
  isContradicted: live < expected - DEVIATIONS * Math.sqrt(Math.max(1, expected)),
});
