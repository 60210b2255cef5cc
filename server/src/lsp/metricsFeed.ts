import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import type { MetricsSnapshot } from '../protocol/snapshot.ts';

/** The snapshot goes out at most this often. */
const INTERVAL_MS = 1_000;

/** Sends the snapshot after changes, at most once a second, the last change always included. */
export class MetricsFeed implements Disposable {
  readonly #take: () => MetricsSnapshot;
  readonly #notify: (snapshot: MetricsSnapshot) => void;
  readonly #clock: Clock;
  #timer: Disposable | undefined;
  #sentAt = -INTERVAL_MS;

  constructor(
    take: () => MetricsSnapshot,
    notify: (snapshot: MetricsSnapshot) => void,
    clock: Clock,
  ) {
    this.#take = take;
    this.#notify = notify;
    this.#clock = clock;
  }

  readonly changed = (): void => {
    if (this.#timer !== undefined) return;
    const waitMs = Math.max(0, this.#sentAt + INTERVAL_MS - this.#clock.monotonic());
    this.#timer = this.#clock.after(waitMs, () => {
      this.#timer = undefined;
      this.#sentAt = this.#clock.monotonic();
      this.#notify(this.#take());
    });
  };

  dispose(): void {
    this.#timer?.dispose();
  }
}
