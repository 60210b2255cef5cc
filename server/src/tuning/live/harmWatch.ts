import type { LeaveReason } from '../../protocol/tuning.ts';

/** Calls before a change that those after it are compared with, and how many there must be. */
const BASELINE = 200;
export const LEAST_BASELINE = 40;
/** Errors may be more by half a point. */
const MORE_ERRORS = 0.005;
/** The 95th percentile may be higher by a tenth; with one that is, so many calls in a hundred exceed it. */
const MORE_P95 = 1.1;
const USUALLY_ABOVE = 0.05;
const HARM_ABOVE = 0.2;
/** The share of the bet on ranks: half of what is at stake. */
const BET = 0.5;

interface HarmCall {
  readonly ms: number;
  readonly isError: boolean;
}

/** The calls before a change: as many as are remembered. */
export class Baseline {
  #calls: HarmCall[] = [];

  add(call: HarmCall): void {
    this.#calls.push(call);
    if (this.#calls.length > BASELINE) this.#calls.shift();
  }

  get isEnough(): boolean {
    return this.#calls.length >= LEAST_BASELINE;
  }

  get calls(): readonly HarmCall[] {
    return this.#calls;
  }
}

/**
 * Sees early that a change harms: errors at once; times by two bets, one on the ranks of the calls among those before it, one on how
 * many exceed their 95th percentile by a tenth. It is quick rather than sure: what it gives up for nothing was only not won.
 */
export class HarmWatch {
  readonly #times: readonly number[];
  readonly #errorRate: number;
  readonly #limitMs: number;
  readonly #least: number;
  readonly #allowance: number;
  #calls = 0;
  #errors = 0;
  #onRanks = 1;
  #onTail = 1;

  /**
   * `certainty`: it acts where the bets have won so many times their stake. `allowance` is how much slower, in ranks from 0 to 2, calls may
   * be: over many calls that the ones before were fast by chance would tell.
   */
  constructor(before: readonly HarmCall[], certainty: number, allowance = 0) {
    this.#allowance = allowance;
    const whole = before.filter(({ isError }) => !isError);
    this.#times = whole.map(({ ms }) => ms).sort((one, other) => one - other);
    this.#errorRate = (before.length - whole.length) / Math.max(1, before.length);
    const p95 = this.#times[Math.ceil(0.95 * this.#times.length) - 1] ?? Number.POSITIVE_INFINITY;
    this.#limitMs = MORE_P95 * p95;
    this.#least = certainty;
  }

  /** A call under the change has ended. Returns why that is to be given up, if it is. */
  add({ ms, isError }: HarmCall): LeaveReason | undefined {
    this.#calls++;
    if (isError) {
      this.#errors++;
      const isMore = this.#errors / this.#calls - this.#errorRate > MORE_ERRORS;
      return isMore ? 'errors' : undefined;
    }
    if (this.#times.length === 0) return undefined;
    this.#onRanks *= 1 + BET * (2 * this.#rankOf(ms) - 1 - this.#allowance);
    this.#onTail *=
      ms > this.#limitMs ? HARM_ABOVE / USUALLY_ABOVE : (1 - HARM_ABOVE) / (1 - USUALLY_ABOVE);
    // Evidence of long ago must not have to be outweighed first.
    this.#onRanks = Math.max(FLOOR, this.#onRanks);
    this.#onTail = Math.max(FLOOR, this.#onTail);
    return (this.#onRanks + this.#onTail) / 2 >= this.#least ? 'slower' : undefined;
  }

  /** The share of the calls before that were faster, of equals half. */
  #rankOf(ms: number): number {
    const [below, above] = [indexOf(this.#times, ms, false), indexOf(this.#times, ms, true)];
    return (below + above + 1) / (2 * this.#times.length + 2);
  }
}

const FLOOR = 0.5;

/** How many of sorted numbers are below `limit`, or, with `isAtMost`, at most it. */
function indexOf(sorted: readonly number[], limit: number, isAtMost: boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const each = sorted[middle] ?? 0;
    if (each < limit || (isAtMost && each === limit)) low = middle + 1;
    else high = middle;
  }
  return low;
}
