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
  /** The oldest first. */
  #outcomes: Outcome[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(hasFailed: boolean): void {
    const at = this.#clock.monotonic();
    if (this.#outcomes.length >= OUTCOMES) this.#outcomes.shift();
    if (!isRecent(this.#outcomes[0], at))
      this.#outcomes = this.#outcomes.filter((each) => isRecent(each, at));
    this.#outcomes.push({ at, hasFailed });
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
    return this.#outcomes.filter((outcome) => isRecent(outcome, at));
  }
}

const isRecent = (outcome: Outcome | undefined, now: number): boolean =>
  outcome === undefined || now - outcome.at < OUTCOMES_MS;
