import type { KnobName, LeaveReason } from '../../protocol/tuning.ts';
import { bounded, knobTable } from '../knobTable.ts';
import { BettingTest } from './bettingTest.ts';
import { type Baseline, HarmWatch } from './harmWatch.ts';

/** Calls of a window that count. */
const WINDOW = 4;
/** The chance that a value which is no better is taken. */
const ERROR = 0.01;
/** A value that is worse is given up where bets on that have won so much: nobody loses by it. */
const WORSE = 20;
const HARM = 6;
const LEAST_GAIN = 0.05;
/** Calls after which a comparison without a result ends. */
const MOST_CALLS = 1_600;

/** A call that has begun under one of the two values. */
export interface ComparedCall {
  readonly isCandidate: boolean;
  readonly block: Block | undefined;
}

/** The end of a comparison. */
export interface Compared {
  /** Absent where the candidate is better. */
  readonly reason: LeaveReason | undefined;
  readonly samples: number;
  /** How much less a call costs under the candidate, as a share. */
  readonly gain: number;
}

interface Block {
  readonly candidate: number[];
  readonly control: number[];
  open: number;
}

/**
 * Compares two values of a knob over the calls that are made anyhow, in windows by count whose order is by chance. It ends as soon
 * as one is surely better, or seems to harm.
 */
export class Comparison {
  readonly knob: KnobName;
  readonly control: number;
  readonly candidate: number;
  readonly #random: () => number;
  readonly #skip: number;
  readonly #better = new BettingTest();
  readonly #worse = new BettingTest();
  readonly #harm: HarmWatch;
  readonly #candidates: number[] = [];
  readonly #controls: number[] = [];
  #block: Block = emptyBlock();
  #begun = 0;
  #isCandidateFirst: boolean;
  #calls = 0;

  /** `skip`: calls at the beginning of a window that those of the former one bear on. `random` is 0 to 1. */
  constructor(
    values: { readonly knob: KnobName; readonly control: number; readonly candidate: number },
    baseline: Pick<Baseline, 'calls'>,
    random: () => number,
    skip = 0,
  ) {
    this.knob = values.knob;
    this.control = values.control;
    this.candidate = values.candidate;
    this.#random = random;
    this.#skip = skip;
    this.#harm = new HarmWatch(baseline.calls, HARM);
    this.#isCandidateFirst = random() < 0.5;
  }

  /** Calls that have ended. */
  get calls(): number {
    return this.#calls;
  }

  /** The value that the next call begins under. */
  get value(): number {
    return this.#isCandidateNext ? this.candidate : this.control;
  }

  begin(): ComparedCall {
    const isCandidate = this.#isCandidateNext;
    const window = this.#windowLength;
    const counts = this.#begun % window >= this.#skip;
    const block = counts ? this.#block : undefined;
    if (block !== undefined) block.open++;
    this.#begun++;
    if (this.#begun === 2 * window) {
      this.#begun = 0;
      this.#block = emptyBlock();
      this.#isCandidateFirst = this.#random() < 0.5;
    }
    return { isCandidate, block };
  }

  /** A call has ended; `ms` is what it cost. Returns the end of the comparison, if it is that. */
  end({ isCandidate, block }: ComparedCall, ms: number, isError: boolean): Compared | undefined {
    this.#calls++;
    const harm = isCandidate ? this.#harm.add({ ms, isError }) : undefined;
    if (harm !== undefined) return this.left(harm);
    if (block !== undefined) this.#take(block, isCandidate, isError ? undefined : ms);
    if (this.#better.wealth >= 1 / ERROR && this.#gain() >= LEAST_GAIN) {
      return { reason: undefined, samples: this.#calls, gain: this.#gain() };
    }
    if (this.#worse.wealth >= WORSE || this.#calls >= MOST_CALLS) return this.left('notBetter');
    return undefined;
  }

  /** A call was called off: it says nothing. */
  forget({ block }: ComparedCall): void {
    if (block !== undefined) this.#take(block, false, undefined);
  }

  /** The comparison as it is given up. */
  left(reason: LeaveReason): Compared {
    return { reason, samples: this.#calls, gain: this.#gain() };
  }

  get #windowLength(): number {
    return WINDOW + this.#skip;
  }

  get #isCandidateNext(): boolean {
    return this.#begun < this.#windowLength === this.#isCandidateFirst;
  }

  #take(block: Block, isCandidate: boolean, ms: number | undefined): void {
    block.open--;
    if (ms !== undefined) {
      (isCandidate ? block.candidate : block.control).push(ms);
      (isCandidate ? this.#candidates : this.#controls).push(ms);
    }
    const isOver = block !== this.#block && block.open === 0;
    if (!isOver || block.candidate.length === 0 || block.control.length === 0) return;
    this.#better.add(block.control, block.candidate);
    this.#worse.add(block.candidate, block.control);
  }

  #gain(): number {
    const before = median(this.#controls);
    return before === 0 ? 0 : 1 - median(this.#candidates) / before;
  }
}

const emptyBlock = (): Block => ({ candidate: [], control: [], open: 0 });

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** The next value of a knob upwards or downwards; `undefined` at its bound. */
export function neighbour(knob: KnobName, value: number, isUp: boolean): number | undefined {
  const { step, isWhole } = knobTable[knob];
  const far = isUp ? value * step : value / step;
  const least = isWhole ? (isUp ? value + 1 : value - 1) : far;
  const next = bounded(knob, isUp ? Math.max(far, least) : Math.min(far, least));
  return next === value ? undefined : next;
}
