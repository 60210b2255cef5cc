import type { KnobName } from '../protocol/tuning.ts';
import { bounded, knobTable } from './knobTable.ts';

/**
 * The values that the stages read with each request. One that the user has set holds, whatever it is, and is never moved; the
 * others are within their bounds, always.
 */
export class Knobs {
  readonly #users = new Map<KnobName, number>();
  readonly #tuned = new Map<KnobName, number>();

  value(name: KnobName): number {
    return this.#users.get(name) ?? this.#tuned.get(name) ?? knobTable[name].usual;
  }

  isUsers(name: KnobName): boolean {
    return this.#users.has(name);
  }

  /** Takes in the values that the user has set; all others are tuned. */
  settle(users: ReadonlyMap<KnobName, number>): void {
    this.#users.clear();
    for (const [name, value] of users) {
      this.#users.set(name, value);
      this.#tuned.delete(name);
    }
  }

  /** Moves a knob to the nearest value within its bounds; says whether that is allowed. */
  move(name: KnobName, value: number): boolean {
    if (this.isUsers(name)) return false;
    this.#tuned.set(name, bounded(name, value));
    return true;
  }

  /** Puts a knob, or all of them, back to what holds without tuning. */
  reset(name?: KnobName): void {
    if (name === undefined) this.#tuned.clear();
    else this.#tuned.delete(name);
  }
}
