import { join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import { type Disposable, DisposableStore } from '../base/disposable.ts';
import { Reopening } from '../base/reopening.ts';
import type { Allowance, Grant, SharedBudget } from '../limits/sharedBudget.ts';
import type { SharedRests } from '../limits/sharedRests.ts';
import { SqliteBudget } from '../limits/sqliteBudget.ts';
import { RedisBudget } from '../redis/redisBudget.ts';
import { RedisLink } from '../redis/redisLink.ts';
import type { Settings } from '../settings/settings.ts';
import { isCorruption, isGone, openOrAnew } from '../storage/sqliteDriver.ts';

/** The settings that shared budgets are made of: a change of any of them makes new ones. */
export const BUDGET_SETTINGS = ['cache.redis.url', 'cache.redis.keyPrefix'] as const;

/**
 * Budgets that others spend, too: machines through Redis where one is configured, else, and while it does not answer, the
 * windows of this machine through a file. Rejects where neither can be reached. What servers say of staying away goes through the file alone.
 */
export class SharedBudgets implements SharedBudget, SharedRests, Disposable {
  readonly #owned = new DisposableStore();
  readonly #openFile: () => SqliteBudget | undefined;
  readonly #reopening: Reopening;
  /** Absent while it cannot be opened, or after it broke: the next to ask after a pause opens it. */
  #file: SqliteBudget | undefined;
  #isDisposed = false;
  readonly #redis: SharedBudget | undefined;

  /** `onForgotten` is told when the file is broken: what was spent before does not count any more. */
  constructor(
    settings: Settings,
    storagePath: string,
    clock: Clock,
    onForgotten: () => void = () => undefined,
  ) {
    this.#openFile = () => fileIn(storagePath, clock, onForgotten);
    this.#reopening = new Reopening(clock);
    this.#owned.add({ dispose: () => this.#file?.dispose() });
    this.#file = this.#opened();
    const urls = settings['cache.redis.url'].split(',').map((url) => url.trim());
    if (urls[0] === '') return;
    const link = this.#owned.add(new RedisLink(urls, clock));
    this.#redis = new RedisBudget(link, settings['cache.redis.keyPrefix']);
  }

  async take(scope: string, allowances: readonly Allowance[]): Promise<Grant> {
    try {
      if (this.#redis !== undefined) return await this.#redis.take(scope, allowances);
    } catch {
      // This machine keeps to its own count meanwhile.
    }
    const file = this.#reached();
    try {
      return await file.take(scope, allowances);
    } catch (error) {
      this.#failed(error);
      throw error;
    }
  }

  restMs(scope: string): number {
    return this.#asking(({ rests }) => rests.restMs(scope));
  }

  rest(scope: string, ms: number): void {
    this.#asking(({ rests }) => rests.rest(scope, ms));
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#owned.dispose();
  }

  #asking<Result>(ask: (file: SqliteBudget) => Result): Result {
    const file = this.#reached();
    try {
      return ask(file);
    } catch (error) {
      this.#failed(error);
      throw error;
    }
  }

  #reached(): SqliteBudget {
    this.#file ??= this.#opened();
    if (this.#file === undefined) throw new Error('There is no shared budget');
    return this.#file;
  }

  #opened(): SqliteBudget | undefined {
    if (this.#isDisposed || !this.#reopening.isDue) return undefined;
    const file = this.#openFile();
    if (file === undefined) this.#reopening.failed();
    else this.#reopening.succeeded();
    return file;
  }

  /** Where the file is not there any more, cannot be used, or is broken, another connection may do better. */
  #failed(error: unknown): void {
    if (!isGone(error) && !isCorruption(error)) return;
    this.#file?.dispose();
    this.#file = undefined;
    this.#reopening.failed();
  }
}

function fileIn(folder: string, clock: Clock, onForgotten: () => void): SqliteBudget | undefined {
  const path = join(folder, 'budgets.sqlite');
  const open = () => new SqliteBudget(path, () => clock.now());
  try {
    return openOrAnew(path, open, onForgotten);
  } catch {
    // A read-only place: each window keeps to its own count, then.
    return undefined;
  }
}
