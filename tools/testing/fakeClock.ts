import type { Clock } from '../../server/src/base/clock.ts';
import type { Disposable } from '../../server/src/base/disposable.ts';

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/** A clock that stands still until told to go on. */
export class FakeClock implements Clock {
  #time = 0;
  #timers: Timer[] = [];
  /** The wall clock's lead over the monotonic one. */
  wallOffsetMs = 1_800_000_000_000;

  get pending(): number {
    return this.#timers.length;
  }

  now(): number {
    return this.wallOffsetMs + this.#time;
  }

  monotonic(): number {
    return this.#time;
  }

  after(delayMs: number, callback: () => void): Disposable {
    const timer = { at: this.#time + Math.max(0, delayMs), callback };
    this.#timers.push(timer);
    return {
      dispose: () => {
        this.#timers = this.#timers.filter((each) => each !== timer);
      },
    };
  }

  soon(callback: () => void): void {
    this.after(0, callback);
  }

  /** Lets time pass: timers run in order, and what they resolve runs on before the next one. */
  async pass(ms: number): Promise<void> {
    const until = this.#time + ms;
    await settled();
    for (;;) {
      const due = this.#timers
        .filter(({ at }) => at <= until)
        .sort((one, other) => one.at - other.at)[0];
      if (due === undefined) break;
      this.#timers = this.#timers.filter((each) => each !== due);
      this.#time = Math.max(this.#time, due.at);
      due.callback();
      await settled();
    }
    this.#time = until;
  }
}

/** Lets everything that is ready to run do so. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
