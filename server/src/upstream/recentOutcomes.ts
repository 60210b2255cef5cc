import type { Clock } from '../base/clock.ts';

/** The last outcomes that are looked at, of how long ago at most, and from how few on they are judged. */
const OUTCOMES = 20;
const OUTCOMES_MS = 60_000;
const LEAST_OUTCOMES = 8;
const FAILED_SHARE = 0.5;
const FAILURES_IN_A_ROW = 5;

interface Outcome {
  readonly at: number;
  readonly hasFailed: boolean;
}

/** How the last requests to one model of an endpoint went. */
export class RecentOutcomes {
  readonly #clock: Clock;
  #outcomes: readonly Outcome[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(hasFailed: boolean): void {
    const at = this.#clock.monotonic();
    this.#outcomes = [...this.#recent().slice(1 - OUTCOMES), { at, hasFailed }];
  }

  clear(): void {
    this.#outcomes = [];
  }

  /** True if the last one failed, not long ago. */
  get hasJustFailed(): boolean {
    return this.#recent().at(-1)?.hasFailed ?? false;
  }

  /** True if too many failed: five in a row, or half of them. */
  get isFailing(): boolean {
    const last = this.#outcomes.slice(-FAILURES_IN_A_ROW);
    const isRow = last.length === FAILURES_IN_A_ROW && last.every(({ hasFailed }) => hasFailed);
    const failures = this.#outcomes.filter(({ hasFailed }) => hasFailed).length;
    const isShare = failures >= FAILED_SHARE * this.#outcomes.length;
    return isRow || (this.#outcomes.length >= LEAST_OUTCOMES && isShare);
  }

  #recent(): readonly Outcome[] {
    const at = this.#clock.monotonic();
    return this.#outcomes.filter((outcome) => at - outcome.at < OUTCOMES_MS);
  }
}
