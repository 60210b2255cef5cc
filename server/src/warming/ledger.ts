import type { Cause } from './events.ts';

/** Answers that are watched at once; the oldest go first, as unused ones. */
const MAX_WATCHED = 2_000;

interface Watched {
  readonly cause: Cause;
  /** Epoch milliseconds. */
  until: number;
}

/** The parties that hear what became of an answer. */
export interface LedgerListener {
  readonly onUsed: (cause: Cause) => void;
  readonly onUnused: (cause: Cause) => void;
}

/** Keeps account of answers that were brought nearer: each is used within its time there, or it is not. */
export class Ledger {
  readonly #listener: LedgerListener;
  readonly #watched = new Map<string, Watched>();

  constructor(listener: LedgerListener) {
    this.#listener = listener;
  }

  /** An answer is near until a moment; one that was stays the longer, and is no other one. Returns whether it is new. */
  warmed(key: string, cause: Cause, until: number, now: number): boolean {
    this.ended(now);
    const known = this.#watched.get(key);
    if (known !== undefined) {
      known.until = Math.max(known.until, until);
      return false;
    }
    this.#watched.set(key, { cause, until });
    if (this.#watched.size > MAX_WATCHED) this.#drop(this.#watched.keys().next().value);
    return true;
  }

  /** Somebody was given an answer: it counts where it was brought nearer for that, once. */
  used(key: string, now: number): void {
    this.ended(now);
    const known = this.#watched.get(key);
    if (known === undefined) return;
    this.#watched.delete(key);
    this.#listener.onUsed(known.cause);
  }

  /** The time of some is over. */
  ended(now: number): void {
    for (const [key, { until }] of this.#watched) if (until <= now) this.#drop(key);
  }

  /** Nothing is near any more, for reasons that say nothing of habits. */
  clear(): void {
    this.#watched.clear();
  }

  #drop(key: string | undefined): void {
    const known = key === undefined ? undefined : this.#watched.get(key);
    if (key === undefined || known === undefined) return;
    this.#watched.delete(key);
    this.#listener.onUnused(known.cause);
  }
}
