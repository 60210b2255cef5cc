import type { Disposable } from '../base/disposable.ts';
import { type ContentsRow, summarize } from '../cache/contents.ts';
import type { TierName } from '../cache/tier.ts';
import type { TieredCache } from '../cache/tieredCache.ts';
import type { StoredGeneration } from '../pipeline/withCache.ts';
import {
  type AnswerCacheTools,
  CACHE_SETTINGS,
  createAnswerCache,
  LOCAL_TIERS,
} from './answerCache.ts';
import type { EngineConfig } from './hostTools.ts';

/** The cache of answers under the settings of the moment: a change of one that it is made of makes a new one. */
export class CacheRoom implements Disposable {
  readonly #tools: Omit<AnswerCacheTools, 'secrets'>;
  #config: EngineConfig;
  #cache: TieredCache<StoredGeneration>;

  constructor(tools: Omit<AnswerCacheTools, 'secrets'>, config: EngineConfig) {
    this.#tools = tools;
    this.#config = config;
    this.#cache = this.#create();
  }

  get cache(): TieredCache<StoredGeneration> {
    return this.#cache;
  }

  apply(config: EngineConfig): void {
    const { settings: before, secrets: known } = this.#config;
    const { settings, secrets } = config;
    this.#config = config;
    const isSame = CACHE_SETTINGS.every((name) => settings[name] === before[name]);
    if (isSame && secrets.shared === known.shared) return;
    this.#cache.dispose();
    this.#cache = this.#create();
  }

  /** Empties the named tiers, those of this machine by default. */
  clear(tiers: readonly TierName[] = LOCAL_TIERS): Promise<{ tier: TierName; entries: number }[]> {
    return this.#cache.clear(tiers);
  }

  /** Summarizes the entries cached on this machine, by tier, model and file. */
  contents(): Promise<ContentsRow[]> {
    return summarize(this.#cache.list());
  }

  dispose(): void {
    this.#cache.dispose();
  }

  #create(): TieredCache<StoredGeneration> {
    const { settings, secrets } = this.#config;
    return createAnswerCache(settings, { ...this.#tools, secrets });
  }
}
