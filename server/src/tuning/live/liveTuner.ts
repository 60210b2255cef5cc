import type { Disposable } from '../../base/disposable.ts';
import type { KnobName, LeaveReason } from '../../protocol/tuning.ts';
import { FROZEN_MS, type Journal } from '../journal.ts';
import type { Knobs } from '../knobs.ts';
import { knobTable } from '../knobTable.ts';
import { type Compared, type ComparedCall, Comparison, neighbour } from './comparison.ts';
import { Baseline } from './harmWatch.ts';

/** The only knob that calls have to be compared for. */
const KNOB = 'batchSize';

export interface LiveTunerTools {
  readonly journal: Journal;
  readonly knobs: Knobs;
  /** 0 to 1. */
  readonly random: () => number;
  /** True if this window tunes, and nothing else is being tried. */
  readonly mayBegin: () => boolean;
  readonly onChanged: () => void;
}

/** A call of a batch that has begun. `end` is told once; `ms` is absent for one that was called off. */
export interface LiveCall {
  readonly end: (ms: number | undefined, isError: boolean) => void;
}

/**
 * Finds the size of batches by comparing calls of batches that run anyhow: each costs its time divided by how many ran beside it, so that
 * a larger batch is better only where calls do not become slower by as much. A value that is better is one step from the former.
 */
export class LiveTuner implements Disposable {
  readonly #tools: LiveTunerTools;
  #baseline = new Baseline();
  #comparison: Comparison | undefined;
  #running = 0;
  #isUp = true;

  constructor(tools: LiveTunerTools) {
    this.#tools = tools;
  }

  /** True while a batch runs. */
  get isBusy(): boolean {
    return this.#comparison !== undefined && this.#running > 0;
  }

  /** True while values of a knob are compared. */
  has(knob: KnobName): boolean {
    return this.#comparison?.knob === knob;
  }

  /** A call of a batch begins. */
  begin(): LiveCall {
    const width = ++this.#running;
    const isFree = this.#tools.mayBegin();
    if (isFree) this.#start();
    const comparison = isFree ? this.#comparison : undefined;
    const call = comparison?.begin();
    this.#offer(comparison);
    return {
      end: (ms, isError) => {
        this.#running--;
        const cost = ms === undefined ? undefined : ms / width;
        if (comparison === undefined || call === undefined) this.#note(cost, isError);
        else if (comparison === this.#comparison) this.#take(comparison, call, cost, isError);
      },
    };
  }

  falseHit(): void {
    this.#giveUp('falseHit');
  }

  /** The settings have changed: what the user has set since is not compared any more. */
  settled(): void {
    if (this.#tools.knobs.isUsers(KNOB)) this.#drop();
  }

  /** The user has undone some knobs. */
  undone(knobs: readonly KnobName[]): void {
    if (knobs.includes(KNOB)) this.#drop();
  }

  dispose(): void {
    this.#drop();
  }

  #start(): void {
    const { knobs, journal, random } = this.#tools;
    if (this.#comparison !== undefined || knobs.isUsers(KNOB) || !this.#baseline.isEnough) return;
    if (journal.frozenMs(KNOB) > 0) return;
    const control = knobs.value(KNOB);
    const ways = [neighbour(KNOB, control, this.#isUp), neighbour(KNOB, control, !this.#isUp)];
    const candidate = ways.find((each) => each !== undefined);
    if (candidate === undefined) return;
    this.#isUp = candidate < control;
    const values = { knob: KNOB, control, candidate } as const;
    // So many calls of the former window still run.
    const skip = Math.min(knobTable[KNOB].most, Math.max(control, candidate));
    this.#comparison = new Comparison(values, this.#baseline, random, skip);
    journal.open({ knob: KNOB, from: control, to: candidate });
    this.#tools.onChanged();
  }

  /** The next call begins under this value. */
  #offer(comparison: Comparison | undefined): void {
    const known = this.#comparison;
    if (known === undefined) return;
    this.#tools.knobs.move(KNOB, comparison === undefined ? known.control : known.value);
  }

  #note(ms: number | undefined, isError: boolean): void {
    if (ms !== undefined && this.#comparison === undefined) this.#baseline.add({ ms, isError });
  }

  #take(
    comparison: Comparison,
    call: ComparedCall,
    ms: number | undefined,
    isError: boolean,
  ): void {
    if (ms === undefined) comparison.forget(call);
    const compared = ms === undefined ? undefined : comparison.end(call, ms, isError);
    if (compared !== undefined) this.#end(comparison, compared);
  }

  #end({ control, candidate }: Comparison, { reason, samples, gain }: Compared): void {
    const { journal, knobs, onChanged } = this.#tools;
    this.#comparison = undefined;
    const change = { knob: KNOB, from: control, to: candidate, by: 'live', samples, gain } as const;
    if (reason === undefined) {
      knobs.move(KNOB, candidate);
      journal.close({ knob: KNOB, value: candidate });
      journal.add({ ...change, what: 'kept' });
      // Onwards in the same direction, beside calls under the new value.
      this.#isUp = candidate > control;
      this.#baseline = new Baseline();
    } else {
      knobs.move(KNOB, control);
      journal.close();
      journal.freeze(KNOB, FROZEN_MS);
      journal.add({ ...change, what: 'left', reason });
    }
    onChanged();
  }

  #giveUp(reason: LeaveReason): void {
    if (this.#comparison !== undefined) this.#end(this.#comparison, this.#comparison.left(reason));
  }

  #drop(): void {
    const comparison = this.#comparison;
    if (comparison === undefined) return;
    this.#comparison = undefined;
    this.#tools.knobs.move(KNOB, comparison.control);
    this.#tools.journal.close();
  }
}
