/** Departures that are remembered. */
const REMEMBERED = 64;
/** Taken for the time between two where none was seen yet. */
const UNKNOWN_MS = 1_000;

/** How fast places become free while all are taken. A standstill counts: the longer nobody leaves, the slower. */
export class Departures {
  readonly #at: number[] = [];
  #beganAt: number | undefined;
  #usualMs = UNKNOWN_MS;

  /** All places are taken. */
  begin(now: number): void {
    this.#beganAt ??= now;
  }

  /** One has become free; `isLast` where nobody takes it at once. */
  add(now: number, isLast: boolean): void {
    if (this.#beganAt === undefined) return;
    this.#at.push(now);
    if (this.#at.length > REMEMBERED) this.#beganAt = this.#at.shift();
    if (!isLast) return;
    this.#usualMs = this.everyMs(now);
    this.#at.length = 0;
    this.#beganAt = undefined;
  }

  /** Milliseconds from one to the next. */
  everyMs(now: number): number {
    const sinceMs = now - (this.#beganAt ?? now);
    return this.#at.length === 0 ? Math.max(this.#usualMs, sinceMs) : sinceMs / this.#at.length;
  }
}
