import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import { type Disposable, DisposableStore } from '../base/disposable.ts';
import type { Allowance, Grant, SharedBudget } from '../limits/sharedBudget.ts';
import { SqliteBudget } from '../limits/sqliteBudget.ts';
import type { Settings } from '../settings/settings.ts';
import { openOrAnew } from '../storage/sqliteDriver.ts';

/** The settings that shared budgets are made of: a change of any of them makes new ones. */
export const BUDGET_SETTINGS = ['cache.redis.url', 'cache.redis.keyPrefix'] as const;

type Budget = SharedBudget & Disposable;

/**
 * Budgets that others spend, too: machines through Redis where one is configured, else, and while it does not answer, the
 * windows of this machine through a file. Rejects where neither can be reached.
 */
export class SharedBudgets implements SharedBudget, Disposable {
  readonly #owned = new DisposableStore();
  readonly #file: SqliteBudget | undefined;
  #redis: Budget | undefined;

  constructor(settings: Settings, storagePath: string, clock: Clock) {
    this.#file = fileIn(storagePath, clock);
    if (this.#file !== undefined) this.#owned.add(this.#file);
    const urls = settings['cache.redis.url'].split(',').map((url) => url.trim());
    if (urls[0] !== '') void this.#open(urls, settings['cache.redis.keyPrefix'], clock);
  }

  async take(scope: string, allowances: readonly Allowance[]): Promise<Grant> {
    try {
      if (this.#redis !== undefined) return await this.#redis.take(scope, allowances);
    } catch {
      // This machine keeps to its own count meanwhile.
    }
    if (this.#file === undefined) throw new Error('There is no shared budget');
    return this.#file.take(scope, allowances);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  /** The client is large: it is loaded when it is needed. */
  async #open(urls: readonly string[], keyPrefix: string, clock: Clock): Promise<void> {
    try {
      const { RedisBudget } = await import('../cache/redis/redisStore.ts');
      this.#redis = this.#owned.add(new RedisBudget(urls, keyPrefix, clock));
    } catch {
      // The cache tier that uses the same server tells of it; the file holds here.
    }
  }
}

function fileIn(folder: string, clock: Clock): SqliteBudget | undefined {
  const path = join(folder, 'budgets.sqlite');
  const open = () => new SqliteBudget(path, () => clock.now());
  try {
    mkdirSync(folder, { recursive: true });
    return openOrAnew(path, open);
  } catch {
    // A read-only place: each window keeps to its own count, then.
    return undefined;
  }
}
