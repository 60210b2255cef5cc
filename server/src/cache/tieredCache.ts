import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import type { Observer } from '../base/observer.ts';
import type { CacheEvent } from './events.ts';
import type { CacheEntry, CacheTier, PeekTier, TierName, TierUsage } from './tier.ts';

/** A value found, and the tier that held it. */
export interface CacheHit<Value> {
  readonly value: Value;
  readonly tier: TierName;
}

/**
 * All tiers as one cache: asked from near to far, nearer ones filled from farther ones without
 * waiting, all written at once. A tier that fails is a miss and a counted error, never a failure.
 */
export class TieredCache<Value> implements Disposable {
  readonly #near: PeekTier<Value>;
  readonly #far: readonly CacheTier<Value>[];
  readonly #clock: Clock;
  readonly #observe: Observer<CacheEvent>;
  #epoch = 0;

  /** `near` is this process's own tier; `far` the others, nearest first. */
  constructor(
    near: PeekTier<Value>,
    far: readonly CacheTier<Value>[],
    clock: Clock,
    observe: Observer<CacheEvent>,
  ) {
    this.#near = near;
    this.#far = far;
    this.#clock = clock;
    this.#observe = observe;
  }

  /** Changes with every `clear`: a fill begun before must not be stored after. */
  get epoch(): number {
    return this.#epoch;
  }

  /** What the nearest tier holds, without waiting and without counting a lookup. */
  peek(key: string): Value | undefined {
    return this.#near.peek(key)?.value;
  }

  async get(key: string): Promise<CacheHit<Value> | undefined> {
    const tiers = this.#tiers();
    for (const [index, tier] of tiers.entries()) {
      const entry = await this.#lookUp(tier, key);
      if (entry === undefined) continue;
      for (const nearer of tiers.slice(0, index)) void this.#write(nearer, key, entry);
      return { value: entry.value, tier: tier.name };
    }
    return undefined;
  }

  /** Stores in every tier; resolves when all have taken it or failed. */
  async set(key: string, entry: CacheEntry<Value>): Promise<void> {
    await Promise.all(this.#tiers().map((tier) => this.#write(tier, key, entry)));
  }

  /** Empties the named tiers, or all; says how many entries each held. */
  async clear(names?: readonly string[]): Promise<{ tier: string; entries: number }[]> {
    this.#epoch++;
    const chosen = this.#tiers().filter((tier) => names?.includes(tier.name) ?? true);
    return Promise.all(
      chosen.map(async (tier) => ({ tier: tier.name, entries: await this.#empty(tier) })),
    );
  }

  usage(): Readonly<Record<string, TierUsage>> {
    return Object.fromEntries(this.#tiers().map((tier) => [tier.name, tier.usage()]));
  }

  dispose(): void {
    for (const tier of this.#tiers()) tier.dispose();
  }

  #tiers(): readonly CacheTier<Value>[] {
    return [this.#near, ...this.#far];
  }

  async #lookUp(tier: CacheTier<Value>, key: string): Promise<CacheEntry<Value> | undefined> {
    const start = this.#clock.monotonic();
    try {
      const entry = await tier.get(key);
      const ms = this.#clock.monotonic() - start;
      this.#observe({ kind: entry === undefined ? 'tierMiss' : 'tierHit', tier: tier.name, ms });
      return entry;
    } catch {
      // The answer does not depend on the cache: the count is all that is left to do.
      this.#observe({ kind: 'tierError', tier: tier.name });
      return undefined;
    }
  }

  async #empty(tier: CacheTier<Value>): Promise<number> {
    try {
      return await tier.clear();
    } catch {
      // As for reads: what cannot be reached is not served either.
      this.#observe({ kind: 'tierError', tier: tier.name });
      return 0;
    }
  }

  async #write(tier: CacheTier<Value>, key: string, entry: CacheEntry<Value>): Promise<void> {
    try {
      await tier.set(key, entry);
      this.#observe({ kind: 'tierWrite', tier: tier.name });
    } catch {
      // As for reads.
      this.#observe({ kind: 'tierError', tier: tier.name });
    }
  }
}
