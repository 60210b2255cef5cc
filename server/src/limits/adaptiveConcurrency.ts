import type { Clock } from '../base/clock.ts';

/** Until a server shows what it stands; `limits.concurrency` takes the place of both. */
const START = 4;
const MAX = 32;
const DECREASE = 0.9;
const WINDOW_MS = 1_000;
const WINDOW_SAMPLES = 10;
/** First words that take so many times their usual say that a queue grows there. */
const MAX_GRADIENT = 2;
const SHORT_WEIGHT = 0.2;
const LONG_WEIGHT = 0.01;

/**
 * How many requests an endpoint gets at once: additive increase, multiplicative decrease (Chiu, Jain 1989), fed with the time
 * to the first text, because the whole time grows with the length of the answer; no increase while that time has doubled (as Netflix's
 * gradient limits do).
 */
export class AdaptiveConcurrency {
  readonly #clock: Clock;
  readonly #max: number;
  #limit: number;
  #window = { since: 0, samples: 0, mostInFlight: 0, hasDropped: false };
  #short = 0;
  #long = 0;

  constructor(configured: number | undefined, clock: Clock) {
    this.#clock = clock;
    this.#max = configured ?? MAX;
    this.#limit = configured ?? START;
    this.#window.since = clock.monotonic();
  }

  get limit(): number {
    return Math.max(1, Math.floor(this.#limit));
  }

  /** A request has begun; `inFlight` counts it. */
  began(inFlight: number): void {
    this.#window.mostInFlight = Math.max(this.#window.mostInFlight, inFlight);
  }

  /** The first text of an answer took so long. */
  heard(ttftMs: number): void {
    this.#short = this.#short === 0 ? ttftMs : blend(this.#short, ttftMs, SHORT_WEIGHT);
    this.#long = this.#long === 0 ? ttftMs : blend(this.#long, ttftMs, LONG_WEIGHT);
    const window = this.#window;
    window.samples++;
    const now = this.#clock.monotonic();
    if (now - window.since < WINDOW_MS || window.samples < WINDOW_SAMPLES) return;
    const isSlower = this.#short > MAX_GRADIENT * this.#long;
    const isUsed = window.mostInFlight * 2 >= this.#limit;
    if (!window.hasDropped && !isSlower && isUsed)
      this.#limit = Math.min(this.#max, this.#limit + 1);
    this.#window = { since: now, samples: 0, mostInFlight: 0, hasDropped: false };
  }

  /** The server refused a request, or was too busy to answer it. Counts once a window. */
  dropped(): void {
    if (this.#window.hasDropped) return;
    this.#window.hasDropped = true;
    this.#limit = Math.max(1, this.#limit * DECREASE);
  }
}

const blend = (old: number, sample: number, weight: number): number =>
  old + weight * (sample - old);
