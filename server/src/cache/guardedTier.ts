import type { Clock } from '../base/clock.ts';
import { withDeadline } from '../base/deadline.ts';
import { Breaker } from './breaker.ts';
import type {
  CacheEntry,
  CacheTier,
  Invalidation,
  KeyedEntry,
  ListedEntry,
  TierName,
  TierUsage,
} from './tier.ts';
import type { TierIncident, TierTrouble } from './tierIncident.ts';

export interface GuardOptions {
  /** Longest time that a reader waits. */
  readonly deadlineMs: number;
  /** More writes than these under way at once are dropped; nobody waits for a write. */
  readonly maxWrites: number;
}

/** A lookup that takes longer and finds nothing costs more than it is worth. */
const SLOW_MISS_MS = 50;

/** A write that was dropped because too many were under way. */
class DroppedError extends Error {}

/**
 * Keeps a tier from costing more than it gives: a deadline and a breaker for reads, a bound and a breaker
 * for writes. A slow miss counts as a failure, for whoever waited in vain got nothing for it.
 */
export class GuardedTier<Value> implements CacheTier<Value> {
  readonly name: TierName;
  readonly #tier: CacheTier<Value>;
  readonly #options: GuardOptions;
  readonly #clock: Clock;
  readonly #incident: TierIncident;
  readonly #reads: Breaker;
  readonly #writes: Breaker;
  readonly #written = new Set<Promise<unknown>>();
  readonly look?: (keys: readonly string[]) => Promise<(CacheEntry<Value> | undefined)[]>;

  constructor(tier: CacheTier<Value>, options: GuardOptions, clock: Clock, incident: TierIncident) {
    this.name = tier.name;
    this.#tier = tier;
    this.#options = options;
    this.#clock = clock;
    this.#incident = incident;
    this.#reads = new Breaker(clock);
    this.#writes = new Breaker(clock);
    const look = tier.look?.bind(tier);
    // Nobody waits for it: a miss that takes longer is no fault.
    if (look !== undefined)
      this.look = (keys) =>
        this.#read(
          () => look(keys),
          () => true,
          keys.map(() => undefined),
        );
  }

  get isUp(): boolean {
    return this.#tier.isUp && this.#reads.wouldLetIn;
  }

  get(key: string): Promise<CacheEntry<Value> | undefined> {
    return this.#read(
      (signal) => this.#tier.get(key, signal),
      (entry) => entry !== undefined,
      undefined,
    );
  }

  getMany(keys: readonly string[]): Promise<(CacheEntry<Value> | undefined)[]> {
    return this.#read(
      (signal) => this.#tier.getMany(keys, signal),
      (entries) => entries.some((entry) => entry !== undefined),
      keys.map(() => undefined),
    );
  }

  set(key: string, entry: CacheEntry<Value>): Promise<void> {
    return this.#write(() => this.#tier.set(key, entry), undefined);
  }

  setMany(entries: readonly KeyedEntry<Value>[]): Promise<void> {
    return this.#write(() => this.#tier.setMany(entries), undefined);
  }

  delete(key: string): Promise<boolean> {
    return this.#write(() => this.#tier.delete(key), false);
  }

  deleteMany(keys: readonly string[]): Promise<boolean[]> {
    return this.#write(
      () => this.#tier.deleteMany(keys),
      keys.map(() => false),
    );
  }

  clear(prefix?: string): Promise<number> {
    return this.#tier.clear(prefix);
  }

  usage(): TierUsage {
    return this.#tier.usage();
  }

  async *list(): AsyncGenerator<ListedEntry> {
    yield* this.#tier.list?.() ?? [];
  }

  onInvalidated(listener: (what: Invalidation) => void): void {
    this.#tier.onInvalidated?.(listener);
  }

  async flush(): Promise<void> {
    await Promise.allSettled(this.#written);
    await this.#tier.flush?.();
  }

  dispose(): void {
    this.#incident.dispose();
    this.#tier.dispose();
  }

  async #read<Result>(
    ask: (signal: AbortSignal) => Promise<Result>,
    isHit: (result: Result) => boolean,
    nothing: Result,
  ): Promise<Result> {
    if (!this.#tier.isUp || !this.#reads.enter()) return nothing;
    const startedAt = this.#clock.monotonic();
    try {
      const result = await withDeadline(this.#clock, this.#options.deadlineMs, ask);
      const isSlow = this.#clock.monotonic() - startedAt > SLOW_MISS_MS;
      this.#settle('reads', this.#reads, isHit(result) || !isSlow);
      return result;
    } catch (error) {
      this.#settle('reads', this.#reads, false, error);
      throw error;
    }
  }

  async #write<Result>(write: () => Promise<Result>, nothing: Result): Promise<Result> {
    if (!this.#tier.isUp || !this.#writes.enter()) return nothing;
    if (this.#written.size >= this.#options.maxWrites) {
      this.#settle('writes', this.#writes, false);
      throw new DroppedError(`The ${this.name} cache cannot keep up`);
    }
    const writing = write();
    this.#written.add(writing);
    try {
      const result = await writing;
      this.#settle('writes', this.#writes, true);
      return result;
    } catch (error) {
      this.#settle('writes', this.#writes, false, error);
      throw error;
    } finally {
      this.#written.delete(writing);
    }
  }

  #settle(trouble: TierTrouble, breaker: Breaker, isWell: boolean, error?: unknown): void {
    if (isWell) breaker.succeeded();
    else breaker.failed();
    if (breaker.isOpen) this.#incident.begin(trouble, error);
    else this.#incident.end(trouble);
  }
}
