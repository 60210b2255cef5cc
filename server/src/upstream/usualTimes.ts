import type { Clock } from '../base/clock.ts';

/** Times are judged by the last ones, this many of them. */
const REMEMBERED = 16;
/** After so long without a word a server may have to load its model first: what was usual says nothing of that. In milliseconds. */
const KNOWN_MS = 60_000;
const LEAST_KNOWN = 10;

/**
 * How soon one model of an endpoint usually says its first word, for one kind of task. A request that was given up before that
 * counts, too, once it had waited for longer than usual: else nothing would be learnt of a model that nobody waits for.
 */
export class UsualTimes {
  readonly #clock: Clock;
  /** Milliseconds, the newest last. */
  #waits: readonly number[] = [];
  #heard = 0;
  #heardAt = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The median, in milliseconds; `undefined` while nothing is known. */
  get firstWordMs(): number | undefined {
    if (this.#waits.length === 0) return undefined;
    const sorted = this.#waits.toSorted((one, other) => one - other);
    return sorted[Math.floor(sorted.length / 2)];
  }

  /** True if enough words were heard, the last one not long ago: a wait that is much longer is a fault. */
  get isWellKnown(): boolean {
    return this.#heard >= LEAST_KNOWN && this.#clock.monotonic() - this.#heardAt < KNOWN_MS;
  }

  heard(ms: number): void {
    this.#heard++;
    this.#heardAt = this.#clock.monotonic();
    this.#add(ms);
  }

  /** Somebody gave up before the first word, or a deadline did. */
  gaveUp(ms: number): void {
    if (ms <= (this.firstWordMs ?? 0)) return;
    this.#add(ms);
    // What was usual is not any more: the next one is waited for.
    this.#heard = 0;
  }

  #add(ms: number): void {
    this.#waits = [...this.#waits.slice(1 - REMEMBERED), ms];
  }
}
