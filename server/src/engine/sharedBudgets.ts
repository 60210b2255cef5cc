import { join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import { type Disposable, DisposableStore } from '../base/disposable.ts';
import { Reopening } from '../base/reopening.ts';
import type { Allowance, Grant, SharedBudget } from '../limits/sharedBudget.ts';
import { SqliteBudget } from '../limits/sqliteBudget.ts';
import type { Settings } from '../settings/settings.ts';
import { isGone, openOrAnew } from '../storage/sqliteDriver.ts';

/** The settings that shared budgets are made of: a change of any of them makes new ones. */
export const BUDGET_SETTINGS = ['cache.redis.url', 'cache.redis.keyPrefix'] as const;

type Budget = SharedBudget & Disposable;

/**
 * Budgets that others spend, too: machines through Redis where one is configured, else, and while it does not answer, the
 * windows of this machine through a file. Rejects where neither can be reached.
 */
export class SharedBudgets implements SharedBudget, Disposable {
  readonly #owned = new DisposableStore();
  readonly #openFile: () => SqliteBudget | undefined;
  readonly #reopening: Reopening;
  /** Absent while it cannot be opened, or after it broke: the next to ask after a pause opens it. */
  #file: SqliteBudget | undefined;
  #isDisposed = false;
  #redis: Budget | undefined;

  constructor(settings: Settings, storagePath: string, clock: Clock) {
    this.#openFile = () => fileIn(storagePath, clock);
    this.#reopening = new Reopening(clock);
    this.#owned.add({ dispose: () => this.#file?.dispose() });
    this.#file = this.#opened();
    const urls = settings['cache.redis.url'].split(',').map((url) => url.trim());
    if (urls[0] !== '') void this.#open(urls, settings['cache.redis.keyPrefix'], clock);
  }

  async take(scope: string, allowances: readonly Allowance[]): Promise<Grant> {
    try {
      if (this.#redis !== undefined) return await this.#redis.take(scope, allowances);
    } catch {
      // This machine keeps to its own count meanwhile.
    }
    this.#file ??= this.#opened();
    if (this.#file === undefined) throw new Error('There is no shared budget');
    try {
      return await this.#file.take(scope, allowances);
    } catch (error) {
      if (isGone(error)) this.#leave();
      throw error;
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#owned.dispose();
  }

  #opened(): SqliteBudget | undefined {
    if (this.#isDisposed || !this.#reopening.isDue) return undefined;
    const file = this.#openFile();
    if (file === undefined) this.#reopening.failed();
    else this.#reopening.succeeded();
    return file;
  }

  /** The file is not there any more, or cannot be used: another connection may do better. */
  #leave(): void {
    this.#file?.dispose();
    this.#file = undefined;
    this.#reopening.failed();
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
    return openOrAnew(path, open);
  } catch {
    // A read-only place: each window keeps to its own count, then.
    return undefined;
  }
}
