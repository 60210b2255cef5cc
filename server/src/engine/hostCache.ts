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

type Tools = Omit<AnswerCacheTools, 'secrets'>;

/** The answers under the settings of the moment: a change of one that they are made by makes new tiers. */
export class HostCache implements Disposable {
  readonly #tools: Tools;
  #config: EngineConfig;
  #tiers: TieredCache<StoredGeneration>;

  constructor(tools: Tools, config: EngineConfig) {
    this.#tools = tools;
    this.#config = config;
    this.#tiers = this.#create();
  }

  get tiers(): TieredCache<StoredGeneration> {
    return this.#tiers;
  }

  apply(config: EngineConfig): void {
    const before = this.#config;
    this.#config = config;
    const isChanged = CACHE_SETTINGS.some(
      (name) => config.settings[name] !== before.settings[name],
    );
    if (config.secrets.shared === before.secrets.shared && !isChanged) return;
    this.#tiers.dispose();
    this.#tiers = this.#create();
  }

  /** Empties the named tiers, those of this machine by default. */
  clear(tiers: readonly TierName[] = LOCAL_TIERS): Promise<{ tier: TierName; entries: number }[]> {
    return this.#tiers.clear(tiers);
  }

  /** Summarizes the entries on this machine, by tier, model and file. */
  contents(): Promise<ContentsRow[]> {
    return summarize(this.#tiers.list());
  }

  dispose(): void {
    this.#tiers.dispose();
  }

  #create(): TieredCache<StoredGeneration> {
    const { settings, secrets } = this.#config;
    return createAnswerCache(settings, { ...this.#tools, secrets });
  }
}
