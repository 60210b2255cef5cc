import type { Clock } from '../base/clock.ts';

/** Workers tell their load every five seconds: one that is silent for so long is frozen, or goes round in circles. */
const SILENT_MS = 60_000;
const LOOK_MS = 10_000;

/** Notices workers that live and are heard of no more. */
export class Heartbeats {
  readonly #clock: Clock;
  readonly #heardAt = new Map<number, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  heard(worker: number): void {
    this.#heardAt.set(worker, this.#clock.monotonic());
  }

  /** It has ended, or need not tell anything any more. */
  gone(worker: number): void {
    this.#heardAt.delete(worker);
  }

  /** Tells each silent one, once. */
  watch(onSilent: (worker: number) => void): void {
    const lookedAt = this.#clock.monotonic();
    this.#clock.after(LOOK_MS, () => {
      const now = this.#clock.monotonic();
      // Whoever looks late has stood still itself, and what came meanwhile is not read yet.
      if (now - lookedAt > 2 * LOOK_MS)
        for (const worker of this.#heardAt.keys()) this.heard(worker);
      for (const [worker, at] of this.#heardAt) {
        if (now - at < SILENT_MS) continue;
        this.gone(worker);
        onSilent(worker);
      }
      this.watch(onSilent);
    });
  }
}
