import { join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import { type Disposable, DisposableStore } from '../base/disposable.ts';
import { CancelledError } from '../base/errors.ts';
import type { EventHub } from '../base/eventHub.ts';
import type { MemoryTierOptions } from '../cache/memory/memoryTier.ts';
import type { Generate } from '../domain/generation.ts';
import type { MetricsEvent } from '../metrics/collect/recorder.ts';
import type { KnobName } from '../protocol/tuning.ts';
import type { Settings } from '../settings/settings.ts';
import type { SettingName } from '../settings/settingsTable.ts';
import { readSmallFile, writeSmallFile } from '../storage/privateFiles.ts';
import { hasSqlite } from '../storage/sqlite.ts';
import type { CacheShape } from '../tuning/ghosts/ghostCache.ts';
import { MAX_BYTES } from '../tuning/journal.ts';
import { Knobs } from '../tuning/knobs.ts';
import { Tuner } from '../tuning/tuner.ts';
import { memoryOptions } from './answerCache.ts';
import type { Engine } from './engine.ts';
import type { TunedFeatures } from './features.ts';
import type { EngineConfig } from './hostTools.ts';

export interface TuningTools {
  readonly clock: Clock;
  readonly newId: () => string;
  /** 0 to 1. */
  readonly random: () => number;
  readonly storagePath: string;
  readonly events: EventHub<MetricsEvent>;
  /** False while the machine should be left alone. */
  readonly isCalm?: () => boolean;
  readonly onChanged: () => void;
}

/** The file of what was found. */
export const journalPath = ({ storagePath }: Pick<TuningTools, 'storagePath'>): string =>
  join(storagePath, 'tuning.json');

/** Tuning while it is on: the knobs, who moves them, and how the stages read them and are followed. */
export class Tuning implements Disposable {
  readonly tuner: Tuner;
  readonly #clock: Clock;
  readonly #knobs = new Knobs();
  readonly #owned = new DisposableStore();
  #settings: Settings;

  constructor(tools: TuningTools, config: EngineConfig) {
    this.#clock = tools.clock;
    this.#settings = config.settings;
    this.#knobs.settle(usersOf(config));
    const path = journalPath(tools);
    this.tuner = this.#owned.add(
      new Tuner({
        ...tools,
        isCalm: tools.isCalm ?? (() => true),
        observe: tools.events.emit,
        knobs: this.#knobs,
        holder: tools.newId(),
        file: {
          read: () => readSmallFile(path, MAX_BYTES),
          write: (text) => writeSmallFile(path, text),
        },
        shape: () => this.#shape(),
      }),
    );
    this.#owned.add(
      tools.events.onAny(({ kind }) => {
        if (kind === 'falseHit') this.tuner.falseHit();
      }),
    );
  }

  apply(config: EngineConfig): void {
    this.#settings = config.settings;
    this.#knobs.settle(usersOf(config));
    this.tuner.settled();
  }

  /** How the cache of answers is followed, and read. */
  get cache(): { readonly watch: Tuner['ghosts']['watch']; readonly freshMs: () => number } {
    const { watch } = this.tuner.ghosts;
    return { watch, freshMs: () => this.#knobs.value('freshSeconds') * 1000 };
  }

  get features(): TunedFeatures {
    const { waits } = this.tuner.ghosts;
    return { waits, batchSize: () => this.#knobs.value('batchSize') };
  }

  /** The memory tier's options by now. */
  readonly memory = (options: MemoryTierOptions): MemoryTierOptions => ({
    ...options,
    maxEntries: this.#knobs.value('memoryEntries'),
    ttlMs: this.#knobs.value('memorySeconds') * 1000,
    eviction: this.#knobs.value('memoryEviction') === 1 ? 'lfu' : 'lru',
  });

  /** An engine whose calls are followed: those of batches are compared, those that a user waits for guard every change. */
  followed(engine: Engine): Engine {
    const generate: Generate = async (request, context) => {
      const isBatch = context.priority === 'batch';
      const call = isBatch ? this.tuner.live.begin() : undefined;
      const startedAt = this.#clock.monotonic();
      const isGuard = request.task === 'completion' && context.priority !== 'speculative';
      const end = (isCall: boolean, isError: boolean) => {
        const ms = this.#clock.monotonic() - startedAt;
        call?.end(isCall ? ms : undefined, isError);
        if (isGuard && isCall) this.tuner.called(ms, isError);
      };
      try {
        const generation = await engine.generate(request, context);
        end(generation.source === 'upstream', false);
        return generation;
      } catch (error) {
        end(!(error instanceof CancelledError) && !context.signal.aborted, true);
        throw error;
      }
    };
    return { ...engine, generate };
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #shape(): CacheShape {
    const settings = this.#settings;
    const hasDisk = settings['cache.disk.enable'] && hasSqlite;
    const urls = [settings['cache.redis.url'], settings['cache.http.url']];
    return {
      ...memoryOptions(settings, this.memory),
      freshMs: this.#knobs.value('freshSeconds') * 1000,
      hasFar: hasDisk || urls.some((url) => url !== ''),
    };
  }
}

/** Settings whose numbers are knobs. */
const SETTING_KNOBS = {
  memorySeconds: 'cache.memory.ttlSeconds',
  memoryEntries: 'cache.memory.maxEntries',
  batchSize: 'requests.batchSize',
} as const satisfies Partial<Record<KnobName, SettingName>>;
const EVICTION = 'cache.memory.eviction';

/** The knobs that the user has set. */
function usersOf({ settings, given }: EngineConfig): ReadonlyMap<KnobName, number> {
  const users = new Map<KnobName, number>();
  const isSet = (name: SettingName) => given?.has(name) ?? true;
  for (const [knob, name] of Object.entries(SETTING_KNOBS)) {
    if (isSet(name)) users.set(knob as keyof typeof SETTING_KNOBS, settings[name]);
  }
  if (isSet(EVICTION)) users.set('memoryEviction', settings[EVICTION] === 'lfu' ? 1 : 0);
  if (settings['completion.debounceMs'] !== null) users.set('waitFactor', 1);
  return users;
}
