import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import type { Observer } from '../base/observer.ts';
import type { CacheEvent } from './events.ts';
import { firstOf } from './firstOf.ts';
import type {
  CacheEntry,
  CacheTier,
  Invalidation,
  ListedEntry,
  PeekTier,
  TierName,
  TierUsage,
} from './tier.ts';

/** An entry found, under which key, and the tier that held it. */
export interface CacheHit<Value> {
  readonly key: string;
  readonly entry: CacheEntry<Value>;
  readonly tier: TierName;
}

/** An entry that stands in this process's own tier now, and until when it stays there, epoch milliseconds. */
export interface Promoted {
  readonly key: string;
  readonly until: number;
}

/** An entry that stays no longer than this is copied anew, in milliseconds. */
const SOON_MS = 150_000;

/** Which tiers a call concerns; all of them without names. */
type Chosen = readonly TierName[] | undefined;

/**
 * All tiers as one cache: asked from near to far, those of one level together; others filled from where
 * an entry was found without waiting; all written at once. A tier that fails is a miss and a counted
 * error, never a failure.
 */
export class TieredCache<Value> implements Disposable {
  readonly #near: PeekTier<Value>;
  readonly #levels: readonly (readonly CacheTier<Value>[])[];
  readonly #tiers: readonly CacheTier<Value>[];
  readonly #clock: Clock;
  readonly #observe: Observer<CacheEvent>;
  #epoch = 0;

  /** `near` is this process's own tier; `levels` the others, nearest first, each asked as a whole. */
  constructor(
    near: PeekTier<Value>,
    levels: readonly (readonly CacheTier<Value>[])[],
    clock: Clock,
    observe: Observer<CacheEvent>,
  ) {
    this.#near = near;
    this.#levels = levels;
    this.#tiers = [near, ...levels.flat()];
    this.#clock = clock;
    this.#observe = observe;
    for (const tier of this.#tiers) tier.onInvalidated?.((what) => this.#invalidated(what));
  }

  /** Changes with every invalidation: a fill begun before must not be stored after. */
  get epoch(): number {
    return this.#epoch;
  }

  /** Nothing that was asked before is stored after: an account has changed. What is stored stays. */
  supersede(): void {
    this.#epoch++;
  }

  /** The nearest tier may hold more or less from now on. */
  resize(): void {
    this.#near.resize?.();
  }

  /** Returns the nearest tier's value, without waiting and without counting a lookup. */
  peek(key: string): Value | undefined {
    return this.#near.peek(key)?.value;
  }

  get(key: string, tiers?: Chosen): Promise<CacheHit<Value> | undefined> {
    return this.getFirst([key], tiers);
  }

  /** The first of the keys that the nearest possible tier holds. */
  async getFirst(keys: readonly string[], tiers?: Chosen): Promise<CacheHit<Value> | undefined> {
    if (isChosen(this.#near, tiers)) {
      const hit = this.#peekFirst(keys);
      if (hit !== undefined) return hit;
    }
    const { epoch } = this;
    const passed: CacheTier<Value>[] = isChosen(this.#near, tiers) ? [this.#near] : [];
    for (const level of this.#levels) {
      const asked = level.filter((tier) => tier.isUp && isChosen(tier, tiers));
      const lookups = asked.map((tier) => this.#lookUp(tier, keys));
      const hit = await firstOf(lookups);
      if (hit !== undefined) {
        this.#fill(passed, hit, epoch);
        void this.#fillMissed(asked, lookups, hit, epoch);
        return hit;
      }
      passed.push(...asked);
    }
    return undefined;
  }

  /**
   * Copies entries from tiers of this machine into this process's own, before anybody asks: nothing is counted as looked up, and
   * each keeps its own expiry. `part` says for which part of the usual residence, 0 to 1. Returns those that were copied.
   */
  async promote(keys: readonly string[], part: () => number): Promise<readonly Promoted[]> {
    const { epoch } = this;
    const soon = this.#clock.now() + SOON_MS;
    const promoted: Promoted[] = [];
    let missing = keys.filter((key) => (this.#near.heldUntil(key) ?? 0) < soon);
    for (const tier of this.#levels.flat()) {
      if (tier.look === undefined || !tier.isUp || missing.length === 0) continue;
      const asked = missing;
      const found = await this.#settled(tier, tier.look(asked), []);
      // What was invalidated meanwhile is not brought back.
      if (epoch !== this.#epoch) return promoted;
      for (const [index, key] of asked.entries()) {
        const entry = found[index];
        if (entry !== undefined) {
          promoted.push({ key, until: this.#near.hold(key, entry, part()) });
        }
      }
      missing = asked.filter((_, index) => found[index] === undefined);
    }
    return promoted;
  }

  /** Stores in every tier; resolves when all have taken it or failed, with whether any has taken it. */
  async set(key: string, entry: CacheEntry<Value>, tiers?: Chosen): Promise<boolean> {
    const taking = this.#tiers.filter((tier) => tier.isUp && isChosen(tier, tiers));
    const taken = await Promise.all(taking.map((tier) => this.#write(tier, key, entry)));
    return taken.some(Boolean);
  }

  /** Removes an entry wherever it can be removed; says whether there was one. */
  delete(key: string, tiers?: Chosen): Promise<boolean> {
    this.#epoch++;
    return this.drop(key, tiers);
  }

  /** The same for an entry that is merely of no use: what is asked for meanwhile is stored all the same. */
  async drop(key: string, tiers?: Chosen): Promise<boolean> {
    const chosen = this.#tiers.filter((tier) => isChosen(tier, tiers));
    const removed = await Promise.all(
      chosen.map((tier) => this.#settled(tier, tier.delete(key), false)),
    );
    return removed.some(Boolean);
  }

  /** Empties the chosen tiers, or what begins with `prefix` in them; says how many entries each held. */
  async clear(tiers?: Chosen, prefix?: string): Promise<{ tier: TierName; entries: number }[]> {
    this.#epoch++;
    const chosen = this.#tiers.filter((tier) => isChosen(tier, tiers));
    return Promise.all(
      chosen.map(async (tier) => ({
        tier: tier.name,
        entries: await this.#settled(tier, tier.clear(prefix), 0),
      })),
    );
  }

  usage(): Readonly<Partial<Record<TierName, TierUsage>>> {
    return Object.fromEntries(this.#tiers.map((tier) => [tier.name, tier.usage()]));
  }

  /** Lists the entries of the tiers that can be listed, as far as they can. */
  async *list(): AsyncGenerator<ListedEntry & { readonly tier: TierName }> {
    for (const tier of this.#tiers) {
      try {
        for await (const entry of tier.list?.() ?? []) yield { ...entry, tier: tier.name };
      } catch {
        this.#observe({ kind: 'tierError', tier: tier.name });
      }
    }
  }

  /** Resolves when what waits to be written is written, or could not be. Never rejects. */
  async flush(): Promise<void> {
    await Promise.allSettled(this.#tiers.map((tier) => tier.flush?.()));
  }

  dispose(): void {
    for (const tier of this.#tiers) tier.dispose();
  }

  #peekFirst(keys: readonly string[]): CacheHit<Value> | undefined {
    const startedAt = this.#clock.monotonic();
    const tier = this.#near.name;
    for (const key of keys) {
      const entry = this.#near.peek(key);
      if (entry === undefined) continue;
      this.#observe({ kind: 'tierHit', tier, ms: this.#clock.monotonic() - startedAt });
      return { key, entry, tier };
    }
    this.#observe({ kind: 'tierMiss', tier, ms: this.#clock.monotonic() - startedAt });
    return undefined;
  }

  async #lookUp(
    tier: CacheTier<Value>,
    keys: readonly string[],
  ): Promise<CacheHit<Value> | undefined> {
    const startedAt = this.#clock.monotonic();
    try {
      const hit = await find(tier, keys);
      const ms = this.#clock.monotonic() - startedAt;
      this.#observe({ kind: hit === undefined ? 'tierMiss' : 'tierHit', tier: tier.name, ms });
      return hit;
    } catch {
      // The answer does not depend on the cache: the count is all that is left to do.
      this.#observe({ kind: 'tierError', tier: tier.name });
      return undefined;
    }
  }

  /** Tiers of the level that turn out not to have it get it, too, when they have answered. */
  async #fillMissed(
    asked: readonly CacheTier<Value>[],
    lookups: readonly Promise<CacheHit<Value> | undefined>[],
    hit: CacheHit<Value>,
    epoch: number,
  ): Promise<void> {
    const found = await Promise.all(lookups);
    this.#fill(
      asked.filter((_, index) => found[index] === undefined),
      hit,
      epoch,
    );
  }

  #fill(tiers: readonly CacheTier<Value>[], { key, entry }: CacheHit<Value>, epoch: number): void {
    if (epoch !== this.#epoch) return;
    for (const tier of tiers) void this.#write(tier, key, entry);
  }

  async #write(tier: CacheTier<Value>, key: string, entry: CacheEntry<Value>): Promise<boolean> {
    try {
      await tier.set(key, entry);
      this.#observe({ kind: 'tierWrite', tier: tier.name });
      return true;
    } catch {
      this.#observe({ kind: 'tierError', tier: tier.name });
      return false;
    }
  }

  /** Returns a tier's result, or `nothing` after counting an error: an entry that cannot be reached is not served either. */
  async #settled<Result>(
    tier: CacheTier<Value>,
    work: Promise<Result>,
    nothing: Result,
  ): Promise<Result> {
    try {
      return await work;
    } catch {
      this.#observe({ kind: 'tierError', tier: tier.name });
      return nothing;
    }
  }

  #invalidated(what: Invalidation): void {
    this.#epoch++;
    if (what === 'everything') void this.#near.clear();
    else void this.#near.deleteMany(what.keys);
  }
}

const isChosen = ({ name }: { readonly name: TierName }, tiers: Chosen): boolean =>
  tiers?.includes(name) ?? true;

async function find<Value>(
  tier: CacheTier<Value>,
  keys: readonly string[],
): Promise<CacheHit<Value> | undefined> {
  const [first] = keys;
  const entries =
    keys.length === 1 && first !== undefined ? [await tier.get(first)] : await tier.getMany(keys);
  for (const [index, key] of keys.entries()) {
    const entry = entries[index];
    if (entry !== undefined) return { key, entry, tier: tier.name };
  }
  return undefined;
}
