import type { Disposable } from '../base/disposable.ts';

/** An entry of a tier. Values are frozen: they are shared by reference. Times are epoch milliseconds. */
export interface CacheEntry<Value> {
  readonly value: Value;
  /** Size of the value in bytes, for accounting. */
  readonly bytes: number;
  /** From then on the entry is no longer served (hard time to live). */
  readonly expiresAt: number;
  /** From then on the entry is served while a new one is fetched (soft time to live). */
  readonly freshUntil: number;
  readonly storedAt: number;
  /** How long it took to make, in milliseconds: what is dear is refreshed earlier. */
  readonly costMs: number;
  /** The entry's subject, for listings of the cache. Stays on this machine. */
  readonly about?: EntryLabel;
}

/** Says which answer this is without saying what it says. */
export interface EntryLabel {
  readonly model: string;
  /** Base name of the file it was asked for; empty where there was none. */
  readonly file: string;
}

/** One key with its entry. */
export type KeyedEntry<Value> = readonly [key: string, entry: CacheEntry<Value>];

/** One level's worth of an entry, as listings show it. */
export interface ListedEntry extends EntryLabel {
  readonly storedAt: number;
  readonly bytes: number;
}

/**
 * One level of the cache. A tier never throws for a missing, expired or unreadable entry: that is
 * `undefined`. What it throws is counted as its error and treated as a miss. Results of the many-forms
 * stand in the order of the keys.
 */
export interface CacheTier<Value> extends Disposable {
  readonly name: TierName;
  /** False while asking is known to be in vain: the tier is passed over, which costs nothing. */
  readonly isUp: boolean;
  /** `signal` aborts when nobody waits for the answer any more. */
  get(key: string, signal?: AbortSignal): Promise<CacheEntry<Value> | undefined>;
  getMany(
    keys: readonly string[],
    signal?: AbortSignal,
  ): Promise<(CacheEntry<Value> | undefined)[]>;
  /** As `getMany`, for nobody who waits: it counts as no use. Absent where that costs more than a look on this machine. */
  look?(keys: readonly string[]): Promise<(CacheEntry<Value> | undefined)[]>;
  set(key: string, entry: CacheEntry<Value>): Promise<void>;
  setMany(entries: readonly KeyedEntry<Value>[]): Promise<void>;
  /** Whether there was such an entry. */
  delete(key: string): Promise<boolean>;
  deleteMany(keys: readonly string[]): Promise<boolean[]>;
  /** Removes everything, or what begins with `prefix`; returns how many entries there were. */
  clear(prefix?: string): Promise<number>;
  usage(): TierUsage;
  /** Lists the tier's entries; absent if it cannot be listed. */
  list?(): AsyncIterable<ListedEntry>;
  /** Resolves when what waits to be written is written, or could not be; absent if nothing waits. */
  flush?(): Promise<void>;
  /** Calls `listener` when others have invalidated entries; at most one listener. */
  onInvalidated?(listener: (what: Invalidation) => void): void;
}

/** An invalidation by others: some keys, or everything (also when messages may have been missed). */
export type Invalidation = { readonly keys: readonly string[] } | 'everything';

/** The levels, nearest first. */
export type TierName = 'memory' | 'redis' | 'disk' | 'http';

export interface TierUsage {
  readonly entries: number;
  readonly bytes: number;
}

/** A tier in this process, which can be asked without waiting. */
export interface PeekTier<Value> extends CacheTier<Value> {
  peek(key: string): CacheEntry<Value> | undefined;
  /** Until when an entry stays, epoch milliseconds; `undefined` for none. Counts as no use. */
  heldUntil(key: string): number | undefined;
  /** Takes an entry for a part (0 to 1) of the usual residence, and never beyond its own expiry; returns until when. */
  hold(key: string, entry: CacheEntry<Value>, part: number): number;
  /** It may hold more or less from now on; entries without room go. */
  resize?(): unknown;
}
