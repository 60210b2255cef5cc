import type { Clock } from '../base/clock.ts';

/** First words are remembered, so many of them, none older than ten minutes; judged from so few on. */
const REMEMBERED = 64;
const EXPIRY_MS = 600_000;
const LEAST_KNOWN = 20;
/** A wait longer than this share of all is worth a second request. */
const QUANTILE = 0.95;
/** Of all requests such a share may be asked for twice, and no two at once after a quiet time. */
const SHARE = 0.02;
const MAX_SAVED = 1;

interface Heard {
  readonly ms: number;
  readonly at: number;
}

/**
 * When a request that its user waits for is sent to a second endpoint as well: once its first word is later than 95 of 100 were, and so seldom that it costs
 * next to nothing (hedged requests: Dean and Barroso, The Tail at Scale, 2013).
 */
export class Hedging {
  readonly #clock: Clock;
  /** The oldest first. */
  readonly #heard = new Map<string, Heard[]>();
  #saved = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A request was sent. */
  sent(): void {
    this.#saved = Math.min(MAX_SAVED, this.#saved + SHARE);
  }

  /** The first word of a place came after so many milliseconds. */
  heard(name: string, ms: number): void {
    const heard = this.#heard.get(name) ?? [];
    this.#heard.set(name, heard);
    heard.push({ ms, at: this.#clock.monotonic() });
    if (heard.length > REMEMBERED) heard.shift();
  }

  /** Milliseconds after which a second endpoint may be asked; `undefined` while that is not known. */
  afterMs(name: string): number | undefined {
    const sorted = this.#recent(name)
      .map(({ ms }) => ms)
      .toSorted((one, other) => one - other);
    if (sorted.length < LEAST_KNOWN) return undefined;
    return sorted[Math.ceil(QUANTILE * sorted.length) - 1];
  }

  /** Takes one second request out of those that are left; false where none is. */
  take(): boolean {
    // Sums of fiftieths are a little less than one.
    if (this.#saved < 1 - SHARE / 2) return false;
    this.#saved -= 1;
    return true;
  }

  #recent(name: string): readonly Heard[] {
    const from = this.#clock.monotonic() - EXPIRY_MS;
    return (this.#heard.get(name) ?? []).filter(({ at }) => at >= from);
  }
}
