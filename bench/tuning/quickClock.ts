import type { Clock } from '../../server/src/base/clock.ts';
import type { Disposable } from '../../server/src/base/disposable.ts';
import { settled } from '../../tools/testing/fakeClock.ts';

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/** Virtual time for hours of work: it waits for others only where a timer was due. */
export class QuickClock implements Clock {
  #time = 0;
  /** The next one last. */
  #timers: Timer[] = [];

  now(): number {
    return 1_800_000_000_000 + this.#time;
  }

  monotonic(): number {
    return this.#time;
  }

  after(delayMs: number, callback: () => void): Disposable {
    const timer = { at: this.#time + Math.max(0, delayMs), callback };
    let [low, high] = [0, this.#timers.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#timers[middle]?.at ?? 0) > timer.at) low = middle + 1;
      else high = middle;
    }
    this.#timers.splice(low, 0, timer);
    return {
      dispose: () => {
        this.#timers = this.#timers.filter((each) => each !== timer);
      },
    };
  }

  soon(callback: () => void): void {
    queueMicrotask(callback);
  }

  async passTo(time: number): Promise<void> {
    for (let next = this.#timers.at(-1); next && next.at <= time; next = this.#timers.at(-1)) {
      this.#timers.pop();
      this.#time = Math.max(this.#time, next.at);
      next.callback();
      await settled();
    }
    this.#time = Math.max(this.#time, time);
  }
}
