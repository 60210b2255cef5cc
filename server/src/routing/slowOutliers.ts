import type { Clock } from '../base/clock.ts';
import { median } from '../base/median.ts';

/** Judged by the last times, so many of them, none older than three minutes; from so few on. */
const SAMPLES = 8;
const LEAST_SAMPLES = 3;
const EXPIRY_MS = 180_000;
/** Slow is who takes so many times as long as the others usually do, and longer by what a person feels; where it is the second, one answer is enough; of one that was slow before, where it is the third. */
const FACTOR = 3;
const GROSS_FACTOR = 6;
const AGAIN_FACTOR = 4;
const LEAST_DIFFERENCE_MS = 200;
/** Left alone for so long, times how often that has happened, give or take a fifth; after ten good minutes it counts from one again. */
const OUT_MS = 30_000;
const MAX_OUT_MS = 300_000;
const JITTER = 0.2;
const FORGIVEN_MS = 600_000;

interface Sample {
  readonly ms: number;
  readonly at: number;
  /** False where nobody waited for the first word: it would have come later than that. */
  readonly isHeard: boolean;
  /** The prompt was new to the endpoint: that may take longer, and is compared with its like. */
  readonly isCold: boolean;
}

type Waiting = Pick<Sample, 'isCold'> & { readonly since: number };

/** How one is compared with the others. */
interface Measure {
  readonly isCold: boolean;
  readonly factor: number;
  /** Answers from which on somebody is judged. */
  readonly least: number;
}

interface Times {
  /** The oldest first. */
  readonly samples: Sample[];
  outUntil: number;
  timesOut: number;
}

/**
 * Endpoints that answer, but so much later than the others beside them that nobody should wait for them (outlier ejection, as Envoy has it;
 * with two to four endpoints the median of the others tells more than a mean and its deviation). At least half of them stay.
 */
export class SlowOutliers {
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #records = new Map<string, Times>();
  /** When the requests began whose first word is still to come. */
  readonly #waiting = new Map<string, Set<Waiting>>();

  /** `random` is 0 to 1. */
  constructor(clock: Clock, random: () => number) {
    this.#clock = clock;
    this.#random = random;
  }

  /** A request goes to an endpoint; returns what to call at its first word, when nobody waits for that any more, or when it failed. */
  begun(name: string, isCold: boolean): (end: 'heard' | 'gaveUp' | 'failed') => void {
    const since = this.#clock.monotonic();
    const waiting = this.#waiting.get(name) ?? new Set();
    this.#waiting.set(name, waiting);
    const own = { since, isCold };
    waiting.add(own);
    return (end) => {
      waiting.delete(own);
      const at = this.#clock.monotonic();
      const sample = { ms: at - since, at, isHeard: end === 'heard', isCold };
      // One that had begun before its endpoint was left has been judged.
      const isJudged = this.#waiting.get(name) !== waiting;
      if (end !== 'failed' && !isJudged) this.#add(name, sample);
    };
  }

  isOut(name: string): boolean {
    return this.outMs(name) > 0;
  }

  /** Milliseconds for which an endpoint is left alone yet; 0 where it is not. */
  outMs(name: string): number {
    return Math.max(0, (this.#records.get(name)?.outUntil ?? 0) - this.#clock.monotonic());
  }

  /** Looks whether one of these is slow beside the others. */
  judge(names: readonly string[]): void {
    const within = names.filter((name) => !this.isOut(name));
    if (names.length - within.length >= Math.floor(names.length / 2)) return;
    // Whoever has not been asked of late is neither slow, nor a measure.
    const known = within.filter((name) => this.#records.has(name) || this.#waiting.has(name));
    const slow = known.find((name) => {
      const others = known.filter((other) => other !== name);
      return [false, true].some(
        (isCold) =>
          this.#isSlow(name, others, { isCold, factor: FACTOR, least: LEAST_SAMPLES }) ||
          this.#isSlow(name, others, { isCold, factor: this.#grossFactor(name), least: 1 }),
      );
    });
    if (slow !== undefined) this.#leave(slow);
  }

  #isSlow(name: string, others: readonly string[], { isCold, factor, least }: Measure): boolean {
    const usual = median(
      others.flatMap((other) => {
        const heard = this.#samplesOf(other, true, isCold);
        return heard.length < least ? [] : [median(heard) ?? 0];
      }),
    );
    if (usual === undefined) return false;
    const most = Math.max(factor * usual, usual + LEAST_DIFFERENCE_MS);
    const now = this.#clock.monotonic();
    const waiting = [...(this.#waiting.get(name) ?? [])].flatMap((each) =>
      each.isCold === isCold ? [now - each.since] : [],
    );
    // Who was given up, or still waits, says something only where that took too long.
    const unheard = [...waiting, ...this.#samplesOf(name, false, isCold)].filter((ms) => ms > most);
    const times = [...this.#samplesOf(name, true, isCold), ...unheard];
    return times.length >= least && (median(times) ?? 0) > most;
  }

  #grossFactor(name: string): number {
    return this.#isForgiven(name) ? GROSS_FACTOR : AGAIN_FACTOR;
  }

  #isForgiven(name: string): boolean {
    return this.#clock.monotonic() - this.#recordOf(name).outUntil > FORGIVEN_MS;
  }

  #leave(name: string): void {
    const now = this.#clock.monotonic();
    const next = this.#isForgiven(name) ? 1 : this.#recordOf(name).timesOut + 1;
    const jitter = 1 + JITTER * (2 * this.#random() - 1);
    const forMs = Math.min(MAX_OUT_MS, OUT_MS * next) * jitter;
    // Judged anew when it is back.
    this.#records.set(name, { samples: [], outUntil: now + forMs, timesOut: next });
    this.#waiting.delete(name);
  }

  #add(name: string, sample: Sample): void {
    const record = this.#recordOf(name);
    if (this.isOut(name)) return;
    const { samples } = record;
    const isAlike = ({ isHeard, isCold }: Sample) =>
      isHeard === sample.isHeard && isCold === sample.isCold;
    const alike = samples.reduce((count, each) => count + (isAlike(each) ? 1 : 0), 0);
    if (alike >= SAMPLES) samples.splice(samples.findIndex(isAlike), 1);
    samples.push(sample);
    this.#records.set(name, record);
  }

  #samplesOf(name: string, heard: boolean, cold: boolean): number[] {
    const since = this.#clock.monotonic() - EXPIRY_MS;
    return this.#recordOf(name).samples.flatMap(({ ms, at, isHeard, isCold }) =>
      at < since || isHeard !== heard || isCold !== cold ? [] : [ms],
    );
  }

  #recordOf(name: string): Times {
    const known = this.#records.get(name);
    return known ?? { samples: [], outUntil: Number.NEGATIVE_INFINITY, timesOut: 0 };
  }
}
