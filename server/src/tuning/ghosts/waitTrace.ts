import { NeedTimes } from './needTimes.ts';

/** Most waits that are kept, about 105 KB; of more the older half goes. */
const CAPACITY = 4_096;
/** Bounds of the wait; the same as of the debounce. */
const MIN_WAIT_MS = 25;
const MAX_WAIT_MS = 3_000;
/** Of calls that the next key overtakes so many are assumed to be of use, in as many as this, before any were seen. */
const ASSUMED = { overtaken: 4, joined: 2 };
/** After a wait there was shown nothing, what the next key could use, or its own answer. */
const SHOWN = { nothing: 0, joined: 1, own: 2 } as const;
/** A model that is expected to need no time is not known yet. */
const LEAST_NEED_MS = 25;

interface Begun {
  /** Epoch milliseconds, and those of the clock that never goes back. */
  readonly at: number;
  readonly now: number;
  /** The wait without tuning, and as it is. */
  readonly usualMs: number;
  readonly waitMs: number;
  /** The time that the model is expected to need. */
  readonly needMs: number;
}

/** The waits of a trace as they would have ended. */
export interface SimulatedWaits {
  readonly waits: number;
  readonly calls: number;
  /** Suggestions that were there before the next key, */
  readonly inTime: number;
  /** and with them those that were of use to it. */
  readonly seen: number;
  /** Mean time to those that were there before the next key, in milliseconds. */
  readonly delayMs: number;
}

/**
 * The waits before calls: how long each would have been without tuning, how long the model needed, and when the next key came. It
 * tells for any other factor on the wait whether the call would have been made, and whether its answer would have been in time.
 */
export class WaitTrace {
  readonly #ats = new Float64Array(CAPACITY);
  readonly #waits = new Float32Array(CAPACITY);
  readonly #needs = new Float32Array(CAPACITY);
  /** Infinite where no key came. */
  readonly #gaps = new Float32Array(CAPACITY);
  /** How long the model took, or had at least, as a share of what was expected. */
  readonly #shares = new Float32Array(CAPACITY);
  readonly #shown = new Uint8Array(CAPACITY);
  #length = 0;
  #seen = 0;
  #open: { readonly index: number; readonly at: number; readonly waitMs: number } | undefined;
  /** The wait of the last call that a key overtook. */
  #overtakenOne: number | undefined;
  #overtaken = ASSUMED.overtaken;
  #joined = ASSUMED.joined;
  /** Absent where something was told since. */
  #needTimes: NeedTimes | undefined;

  get length(): number {
    return this.#length;
  }

  /** Waits that were told, in the trace or not. */
  get seen(): number {
    return this.#seen;
  }

  /** A wait begins. */
  begun({ at, now, usualMs, waitMs, needMs }: Begun): void {
    if (this.#length === CAPACITY) this.#dropHalf();
    this.#seen++;
    const index = this.#length++;
    this.#ats[index] = at;
    this.#waits[index] = usualMs;
    this.#needs[index] = Math.max(LEAST_NEED_MS, needMs);
    this.#gaps[index] = Number.POSITIVE_INFINITY;
    this.#shares[index] = 0;
    this.#shown[index] = SHOWN.nothing;
    this.#open = { index, at: now, waitMs };
  }

  /** The user has typed. */
  key(now: number): void {
    const open = this.#open;
    this.#open = undefined;
    this.#overtakenOne = undefined;
    if (open === undefined) return;
    const gapMs = now - open.at;
    this.#gaps[open.index] = gapMs;
    if (gapMs <= open.waitMs || this.#shown[open.index] === SHOWN.own) return;
    this.#shares[open.index] = (gapMs - open.waitMs) / (this.#needs[open.index] ?? 1);
    this.#needTimes = undefined;
    this.#overtaken++;
    this.#overtakenOne = open.index;
  }

  /** A model's answer is shown; `isJoined` if it was asked for before the last key. */
  shown(now: number, isJoined: boolean): void {
    if (isJoined && this.#overtakenOne !== undefined) {
      this.#shown[this.#overtakenOne] = SHOWN.joined;
      this.#overtakenOne = undefined;
      this.#joined++;
      return;
    }
    const open = this.#open;
    if (open === undefined || isJoined) return;
    if (this.#shown[open.index] === SHOWN.own) return;
    const neededMs = Math.max(0, now - open.at - open.waitMs);
    this.#shown[open.index] = SHOWN.own;
    this.#shares[open.index] = neededMs / (this.#needs[open.index] ?? 1);
    this.#needs[open.index] = neededMs;
    this.#needTimes = undefined;
  }

  /** Waits since then after which something was shown. */
  shownSince(at: number): number {
    let shown = 0;
    for (let index = 0; index < this.#length; index++) {
      if ((this.#ats[index] ?? 0) >= at) shown += this.#shown[index] === SHOWN.nothing ? 0 : 1;
    }
    return shown;
  }

  /** Counts only waits that began at `since`, in epoch milliseconds, or later. */
  simulate(factor: number, since = Number.NEGATIVE_INFINITY): SimulatedWaits {
    const needTimes = this.#timesOfNeed();
    const useful = Math.min(1, this.#joined / this.#overtaken);
    let [waits, calls, inTime, overtaken, delays] = [0, 0, 0, 0, 0];
    for (let index = 0; index < this.#length; index++) {
      if ((this.#ats[index] ?? 0) < since) continue;
      waits++;
      const waitMs = scaled(this.#waits[index] ?? 0, factor);
      const needMs = this.#needs[index] ?? 0;
      const gapMs = this.#gaps[index] ?? 0;
      if (gapMs <= waitMs) continue;
      calls++;
      if (this.#shown[index] === SHOWN.own) {
        const isInTime = gapMs > waitMs + needMs;
        if (isInTime) delays += waitMs + needMs;
        if (isInTime) inTime++;
        else overtaken++;
        continue;
      }
      // Nobody saw how long this one would have needed.
      const { share, mean } = needTimes.ending(this.#shares[index] ?? 0, (gapMs - waitMs) / needMs);
      inTime += share;
      overtaken += 1 - share;
      delays += share * (waitMs + mean * needMs);
    }
    const delayMs = inTime === 0 ? 0 : delays / inTime;
    return { waits, calls, inTime, seen: inTime + useful * overtaken, delayMs };
  }

  #timesOfNeed(): NeedTimes {
    if (this.#needTimes !== undefined) return this.#needTimes;
    const needTimes = new NeedTimes();
    for (let index = 0; index < this.#length; index++) {
      const share = this.#shares[index] ?? 0;
      const isCut = this.#shown[index] !== SHOWN.own;
      if (share > 0 || !isCut) needTimes.add(share, isCut);
    }
    this.#needTimes = needTimes.settle();
    return this.#needTimes;
  }

  #dropHalf(): void {
    const from = CAPACITY / 2;
    const columns = [this.#ats, this.#waits, this.#needs, this.#gaps, this.#shares, this.#shown];
    this.#needTimes = undefined;
    for (const column of columns) column.copyWithin(0, from);
    this.#length = CAPACITY - from;
    this.#open = undefined;
    this.#overtakenOne = undefined;
  }
}

/** A wait under another factor, within the bounds of waits; one that is out of them by itself is left as it is. */
export const scaled = (waitMs: number, factor: number): number =>
  factor === 1 ? waitMs : Math.min(MAX_WAIT_MS, Math.max(MIN_WAIT_MS, waitMs * factor));
