import type { Disposable } from '../base/disposable.ts';

/** What a tier keeps. Values are frozen: they are shared by reference. */
export interface CacheEntry<Value> {
  readonly value: Value;
  /** Size of the value in bytes, for accounting. */
  readonly bytes: number;
  /** Epoch milliseconds from which the entry is no longer served. */
  readonly expiresAt: number;
}

/**
 * One level of the cache. A tier never throws for a missing, expired or unreadable entry: that is
 * `undefined`. What it throws is counted as its error and treated as a miss.
 */
export interface CacheTier<Value> extends Disposable {
  readonly name: TierName;
  get(key: string): Promise<CacheEntry<Value> | undefined>;
  set(key: string, entry: CacheEntry<Value>): Promise<void>;
  delete(key: string): Promise<boolean>;
  /** Removes everything; returns how many entries there were. */
  clear(): Promise<number>;
  usage(): TierUsage;
}

/** The levels, nearest first. */
export type TierName = 'memory' | 'disk';

export interface TierUsage {
  readonly entries: number;
  readonly bytes: number;
}

/** A tier in this process, which can be asked without waiting. */
export interface PeekTier<Value> extends CacheTier<Value> {
  peek(key: string): CacheEntry<Value> | undefined;
}
