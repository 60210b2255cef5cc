import type { Clock } from '../base/clock.ts';

/** The month of the wall clock, in UTC. */
export class CalendarMonth {
  readonly #clock: Clock;
  #name = '';
  #beganAt = Number.POSITIVE_INFINITY;
  #endsAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** As in `2030-06`. */
  get name(): string {
    this.#turn();
    return this.#name;
  }

  /** Epoch milliseconds of the beginning of the next one. */
  get endsAt(): number {
    this.#turn();
    return this.#endsAt;
  }

  #turn(): void {
    const now = this.#clock.now();
    if (now >= this.#beganAt && now < this.#endsAt) return;
    const date = new Date(now);
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
    this.#name = date.toISOString().slice(0, 7);
    this.#beganAt = Date.UTC(year, month);
    this.#endsAt = Date.UTC(year, month + 1);
  }
}
