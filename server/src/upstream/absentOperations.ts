import type { Clock } from '../base/clock.ts';
import type { Operation } from '../domain/operation.ts';

/** How long others are asked first for an operation that is not there. */
const ABSENT_MS = 60_000;

/** The operations of OpenAI's API that a model of an endpoint was found not to have, until it is time to look again. */
export class AbsentOperations {
  readonly #clock: Clock;
  readonly #until = new Map<Operation, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  has(operation: Operation): boolean {
    return this.#clock.monotonic() < (this.#until.get(operation) ?? 0);
  }

  refused(operation: Operation): void {
    this.#until.set(operation, this.#clock.monotonic() + ABSENT_MS);
  }

  answered(operation: Operation): void {
    this.#until.delete(operation);
  }

  /** Somebody has changed something. */
  tryAgain(): void {
    this.#until.clear();
  }
}
