/** Durations of the last minute, for its p95; more of a minute than these are a sample of it. */
const MAX = 4_096;
const MINUTE_MS = 60_000;
const SHARE = 0.95;

/** How long callers waited lately for their turns. */
export class RequestTimes {
  readonly #times: { readonly at: number; readonly seconds: number }[] = [];
  #next = 0;

  /** `at` is monotonic milliseconds. */
  add(at: number, seconds: number): void {
    this.#times[this.#next] = { at, seconds };
    this.#next = (this.#next + 1) % MAX;
  }

  /** Of the last minute; 0 where nobody asked. */
  p95Seconds(now: number): number {
    const recent = this.#times
      .filter(({ at }) => now - at <= MINUTE_MS)
      .map(({ seconds }) => seconds)
      .sort((one, other) => one - other);
    return recent[Math.ceil(recent.length * SHARE) - 1] ?? 0;
  }
}
