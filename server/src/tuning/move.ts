import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import type { KnobName } from '../protocol/tuning.ts';
import type { Knobs } from './knobs.ts';
import { bounded, knobTable } from './knobTable.ts';

/** A value is reached in so many steps, one after each of these times. */
const STEPS = 5;
export const STEP_MS = 60_000;

/** How far a knob gets in one move: in steps no larger than its own. */
export function within(knob: KnobName, from: number, target: number): number {
  const { step, choices } = knobTable[knob];
  if (choices !== undefined) return target;
  const reach = step ** STEPS;
  return bounded(knob, Math.min(from * reach, Math.max(from / reach, target)));
}

/** Moves a knob to a value step by step. A choice has no steps between. */
export class Move implements Disposable {
  readonly knob: KnobName;
  readonly from: number;
  readonly to: number;
  readonly #knobs: Knobs;
  readonly #clock: Clock;
  readonly #onDone: () => void;
  #timer: Disposable | undefined;

  constructor(
    change: { readonly knob: KnobName; readonly from: number; readonly to: number },
    knobs: Knobs,
    clock: Clock,
    onDone: () => void,
  ) {
    this.knob = change.knob;
    this.from = change.from;
    this.to = change.to;
    this.#knobs = knobs;
    this.#clock = clock;
    this.#onDone = onDone;
    if (knobTable[change.knob].choices !== undefined) this.#step(STEPS);
    else this.#step(1);
  }

  dispose(): void {
    this.#timer?.dispose();
  }

  #step(step: number): void {
    const { knob, from, to } = this;
    const value = step === STEPS ? to : from * (to / from) ** (step / STEPS);
    this.#knobs.move(knob, value);
    if (step === STEPS) this.#onDone();
    else this.#timer = this.#clock.after(STEP_MS, () => this.#step(step + 1));
  }
}
