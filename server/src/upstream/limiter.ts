import { raceAbort } from '../base/abort.ts';
import { type Clock, delay } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import { CancelledError } from '../base/errors.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import { EndpointError } from '../domain/endpointError.ts';
import type { GenerationContext, Priority } from '../domain/generation.ts';
import { TokenBucket } from './tokenBucket.ts';

/** Longest time that a request someone waits for is held back; automatic ones are refused at once. */
const MAX_WAIT_MS = 20_000;
/** Those that nobody waits for with a progress bar before their eyes. */
const IMPATIENT: readonly Priority[] = ['automatic', 'speculative', 'warming'];
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** What is left of an endpoint's budget. */
export interface Budget {
  readonly limit: number;
  readonly remaining: number;
}

/** Keeps one endpoint within its configured requests per minute and per day, and its concurrency. */
export class Limiter {
  readonly #endpoint: Endpoint;
  readonly #clock: Clock;
  readonly #minute: TokenBucket | undefined;
  readonly #day: TokenBucket | undefined;
  readonly #waiting: (() => void)[] = [];
  #inFlight = 0;

  constructor(endpoint: Endpoint, clock: Clock) {
    this.#endpoint = endpoint;
    this.#clock = clock;
    const { requestsPerMinute, requestsPerDay } = endpoint.limits;
    const bucket = (capacity: number | undefined, periodMs: number) =>
      capacity === undefined ? undefined : new TokenBucket(capacity, periodMs, clock);
    this.#minute = bucket(requestsPerMinute, MINUTE_MS);
    this.#day = bucket(requestsPerDay, DAY_MS);
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** What is left of each budget; null where there is no limit. */
  budget(): { minute: Budget | null; day: Budget | null } {
    const left = (bucket: TokenBucket | undefined) =>
      bucket === undefined ? null : { limit: bucket.capacity, remaining: bucket.available() };
    return { minute: left(this.#minute), day: left(this.#day) };
  }

  /**
   * Resolves with a permit to be disposed when the request has ended. Rejects with `CancelledError`,
   * or with `rateLimited` if a budget is spent and waiting would take too long.
   */
  async acquire({ signal, priority }: GenerationContext): Promise<Disposable> {
    await this.#slot(signal);
    try {
      await this.#token(signal, IMPATIENT.includes(priority) ? 0 : MAX_WAIT_MS);
    } catch (error) {
      this.#release();
      throw error;
    }
    return this.#permit();
  }

  async #token(signal: AbortSignal, maxWaitMs: number): Promise<void> {
    const buckets = [this.#minute, this.#day].filter((bucket) => bucket !== undefined);
    const waitMs = Math.max(0, ...buckets.map((bucket) => bucket.waitMs()));
    if (waitMs > maxWaitMs) {
      throw new EndpointError(this.#endpoint.id, 'rateLimited', { retryAfterMs: waitMs });
    }
    for (const bucket of buckets) bucket.take();
    if (waitMs > 0 && !(await delay(this.#clock, waitMs, signal))) {
      for (const bucket of buckets) bucket.giveBack();
      throw new CancelledError();
    }
  }

  async #slot(signal: AbortSignal): Promise<void> {
    const { concurrency = Infinity } = this.#endpoint.limits;
    if (this.#inFlight < concurrency) {
      this.#inFlight++;
      return;
    }
    const turn = Promise.withResolvers<void>();
    this.#waiting.push(turn.resolve);
    try {
      await raceAbort(turn.promise, signal);
    } catch (error) {
      const index = this.#waiting.indexOf(turn.resolve);
      if (index === -1) this.#release();
      else this.#waiting.splice(index, 1);
      throw error;
    }
  }

  #permit(): Disposable {
    let isHeld = true;
    return {
      dispose: () => {
        if (isHeld) this.#release();
        isHeld = false;
      },
    };
  }

  /** Hands the slot to the next in line, or frees it. */
  #release(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#inFlight--;
    else next();
  }
}
