import type { Clock } from '../base/clock.ts';

/** One failure may be chance; five in a row are not. */
const OPENS_AFTER = 5;
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 60_000;

type State =
  | { readonly kind: 'closed'; readonly failures: number }
  | { readonly kind: 'open'; readonly until: number }
  | { readonly kind: 'probing' };

/**
 * Stops asking what failed five times in a row, for 5 s, then lets one through; each time that one
 * fails the pause doubles, up to a minute. Nygard: "Release It!", 2007.
 */
export class Breaker {
  readonly #clock: Clock;
  #state: State = { kind: 'closed', failures: 0 };
  #pauseMs = FIRST_PAUSE_MS;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get isOpen(): boolean {
    return this.#state.kind !== 'closed';
  }

  /** Whether `enter` would let one through now. */
  get wouldLetIn(): boolean {
    if (this.#state.kind === 'open') return this.#clock.monotonic() >= this.#state.until;
    return this.#state.kind === 'closed';
  }

  /** Whether to ask; the outcome must be told then. */
  enter(): boolean {
    if (!this.wouldLetIn) return false;
    if (this.#state.kind === 'open') this.#state = { kind: 'probing' };
    return true;
  }

  succeeded(): void {
    this.#state = { kind: 'closed', failures: 0 };
    this.#pauseMs = FIRST_PAUSE_MS;
  }

  failed(): void {
    switch (this.#state.kind) {
      case 'open':
        return;
      case 'probing':
        this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
        break;
      case 'closed':
        if (this.#state.failures + 1 < OPENS_AFTER) {
          this.#state = { kind: 'closed', failures: this.#state.failures + 1 };
          return;
        }
    }
    this.#state = { kind: 'open', until: this.#clock.monotonic() + this.#pauseMs };
  }
}
