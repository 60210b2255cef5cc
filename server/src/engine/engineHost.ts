import type { ActionProvider } from '../actions/provider.ts';
import type { Clock } from '../base/clock.ts';
import { type Disposable, DisposableStore } from '../base/disposable.ts';
import type { EventHub } from '../base/eventHub.ts';
import type { HttpCall } from '../base/httpCall.ts';
import type { Observer } from '../base/observer.ts';
import { type ContentsRow, summarize } from '../cache/contents.ts';
import type { TierName } from '../cache/tier.ts';
import type { TieredCache } from '../cache/tieredCache.ts';
import type { DecisionLog, LoggedDecision } from '../completion/decision/decisionLog.ts';
import type { CompletionProvider } from '../completion/provider.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import { ConcurrencyLimit, type SlotLimits } from '../limits/concurrencyLimit.ts';
import type { MetricsEvent } from '../metrics/collect/recorder.ts';
import type { LiveState } from '../metrics/export/snapshot.ts';
import { Metrics } from '../metrics/metrics.ts';
import type { StoredGeneration } from '../pipeline/withCache.ts';
import type { MetricsSnapshot } from '../protocol/snapshot.ts';
import type { Settings } from '../settings/settings.ts';
import { EndpointStates } from '../upstream/endpointStates.ts';
import { CACHE_SETTINGS, type CacheSecrets, createAnswerCache } from './answerCache.ts';
import { createEngine, type Engine, type EngineTools } from './engine.ts';
import { FeatureFactory, type Features, type Workspace } from './features.ts';
import { endpointLive } from './liveState.ts';
import { metricsStore } from './metricsStore.ts';
import { BUDGET_SETTINGS, SharedBudgets } from './sharedBudgets.ts';

/** The process that the host runs in. */
interface ProcessTools {
  readonly clock: Clock;
  readonly newId: () => string;
  /** 0 to 1. */
  readonly random: () => number;
  /** Folder for files, unless a setting names another. */
  readonly storagePath: string;
  /** Returns the resource usage of the process. */
  readonly usage: () => MetricsSnapshot['process'];
}

/** The way to model servers, and the accounts there. */
interface NetworkTools extends Pick<EngineTools, 'credential' | 'identity'> {
  readonly call: HttpCall;
  /** Connects ahead of the first request to a URL. */
  readonly warm: (url: string) => void;
}

/** Those who are told what happens. */
interface Listeners {
  /** All that the mechanisms announce; the metrics hear of it first. */
  readonly events: EventHub<MetricsEvent>;
  /** Told why a completion was shown, or none. */
  readonly onDecision: Observer<LoggedDecision>;
  /** Told when something but an event has changed what surfaces show. */
  readonly onChanged: () => void;
}

/** The dependencies that the process gives to the host. */
export interface HostTools {
  readonly process: ProcessTools;
  readonly network: NetworkTools;
  readonly workspace: Workspace & {
    readonly predictor: { state(): MetricsSnapshot['workspace'] };
  };
  readonly listeners: Listeners;
}

/** The client's part of the configuration: the settings, and the secrets that belong to them. */
export interface EngineConfig {
  readonly settings: Settings;
  readonly secrets: CacheSecrets;
}

/** Answers in the others are other people's, too. */
const LOCAL_TIERS: readonly TierName[] = ['memory', 'disk'];

/** The engine and the features of one configuration. */
interface ActiveEngine extends EngineConfig, Features {
  readonly engine: Engine;
}

/**
 * The features under the settings of the moment. A change of settings builds anew what depends on
 * them; what was learnt and stored (cache, budgets, endpoint health, metrics) stays. Requests that are
 * under way end on what they began with.
 */
export class EngineHost implements Disposable {
  readonly #tools: HostTools;
  readonly metrics: Metrics;
  readonly #features: FeatureFactory;
  readonly #concurrency: ConcurrencyLimit;
  readonly #states: EndpointStates;
  readonly #owned = new DisposableStore();
  readonly #startedAt: number;
  #budgets: SharedBudgets;
  #cache: TieredCache<StoredGeneration>;
  #active: ActiveEngine;

  constructor(tools: HostTools, config: EngineConfig) {
    this.#tools = tools;
    const { clock, newId, random, storagePath } = tools.process;
    const { workspace, listeners } = tools;
    this.#startedAt = clock.monotonic();
    const store = metricsStore(storagePath, newId);
    if (store !== undefined) this.#owned.add(store);
    this.#budgets = this.#createBudgets(config);
    this.#concurrency = new ConcurrencyLimit(slotLimits(config.settings));
    this.#states = new EndpointStates({ clock, random, slots: this.#concurrency });
    this.#cache = this.#createCache(config);
    this.metrics = new Metrics({
      clock,
      store,
      live: () => this.#live(),
      settings: () => this.#active.settings,
      onChanged: listeners.onChanged,
    });
    const { onDecision, events } = listeners;
    this.#owned.add(events.onAny(this.metrics.observe));
    const observe = events.emit;
    this.#features = this.#owned.add(
      new FeatureFactory({ clock, newId, workspace, observe, onDecision, onOpened: this.#warm }),
    );
    this.#active = this.#build(config);
  }

  get completions(): CompletionProvider {
    return this.#active.completions;
  }

  get actions(): ActionProvider {
    return this.#active.actions;
  }

  get decisions(): DecisionLog {
    return this.#features.decisions;
  }

  get isEnabled(): boolean {
    return this.#active.settings.enable;
  }

  /** True if any endpoint may be asked for code actions. */
  get hasActionEndpoint(): boolean {
    return this.endpoints.some(({ roles }) => roles.includes('action'));
  }

  get endpoints(): readonly Endpoint[] {
    return this.#active.engine.endpoints;
  }

  apply(config: EngineConfig): void {
    const { settings: before, secrets: known } = this.#active;
    const { settings, secrets } = config;
    const isChanged = (name: keyof Settings) => settings[name] !== before[name];
    if (secrets.shared !== known.shared || CACHE_SETTINGS.some(isChanged)) {
      this.#cache.dispose();
      this.#cache = this.#createCache(config);
    }
    if (BUDGET_SETTINGS.some(isChanged)) {
      this.#budgets.dispose();
      this.#budgets = this.#createBudgets(config);
    }
    this.completions.dispose();
    this.#concurrency.limits = slotLimits(settings);
    this.#active = this.#build(config);
  }

  /** Empties the named tiers (those of this machine by default) and forgets the suggestions on screen. */
  clearCache(
    tiers: readonly TierName[] = LOCAL_TIERS,
  ): Promise<{ tier: TierName; entries: number }[]> {
    this.completions.clear();
    return this.#cache.clear(tiers);
  }

  /** Summarizes the entries cached on this machine, by tier, model and file. */
  cacheContents(): Promise<ContentsRow[]> {
    return summarize(this.#cache.list());
  }

  /** Forgets the suggestion on screen in a document, everywhere; says whether there was one. */
  async discard(uri: string): Promise<boolean> {
    const suggestion = this.completions.discard(uri);
    if (suggestion?.cacheKey !== undefined) await this.#cache.delete(suggestion.cacheKey);
    return suggestion !== undefined;
  }

  /**
   * An endpoint has a new key: what we held against it is forgotten. Cached answers are found again only
   * with the key under which they were given.
   */
  credentialChanged(endpointId: string): void {
    this.completions.clear();
    for (const endpoint of this.endpoints) {
      if (endpoint.id !== endpointId) continue;
      const { health, limiter } = this.#states.of(endpoint);
      health.reset();
      limiter.reset();
    }
  }

  dispose(): void {
    // It writes down what it knows before the store goes.
    this.metrics.dispose();
    this.#owned.dispose();
    this.completions.dispose();
    this.#cache.dispose();
    this.#budgets.dispose();
  }

  #live(): LiveState {
    const { clock, usage } = this.#tools.process;
    return {
      at: clock.now(),
      uptimeSeconds: (clock.monotonic() - this.#startedAt) / 1000,
      enabled: this.isEnabled,
      tiers: this.#cache.usage(),
      workspace: this.#tools.workspace.predictor.state(),
      endpoints: this.endpoints.map((endpoint) => endpointLive(endpoint, this.#states)),
      process: usage(),
    };
  }

  /** Somebody is about to type: connections are made meanwhile. */
  readonly #warm = (): void => {
    for (const { url, roles } of this.endpoints) {
      if (this.isEnabled && roles.includes('completion')) this.#tools.network.warm(url);
    }
  };

  #createBudgets({ settings }: EngineConfig): SharedBudgets {
    const { storagePath, clock } = this.#tools.process;
    return new SharedBudgets(settings, storagePath, clock);
  }

  #createCache({ settings, secrets }: EngineConfig): TieredCache<StoredGeneration> {
    const { clock, newId, storagePath } = this.#tools.process;
    const { call } = this.#tools.network;
    const observe = this.#tools.listeners.events.emit;
    return createAnswerCache(settings, { clock, newId, storagePath, call, secrets, observe });
  }

  #build({ settings, secrets }: EngineConfig): ActiveEngine {
    const { clock, random } = this.#tools.process;
    const { call, credential, identity } = this.#tools.network;
    const engine = createEngine(settings, {
      clock,
      random,
      call,
      credential,
      identity,
      secrets,
      observe: this.#tools.listeners.events.emit,
      cache: this.#cache,
      states: this.#states,
      sharedBudget: this.#budgets,
      ttftMs: ({ id, completionModel }) => this.metrics.ttftMs(id, completionModel),
    });
    return { settings, secrets, engine, ...this.#features.create(settings, engine) };
  }
}

const slotLimits = (settings: Settings): SlotLimits => ({
  concurrency: settings['requests.concurrency'],
  queueLimit: settings['requests.queueLimit'],
});
