import { ActionProvider } from '../actions/provider.ts';
import type { Clock } from '../base/clock.ts';
import { type Disposable, DisposableStore } from '../base/disposable.ts';
import type { HttpCall } from '../base/httpCall.ts';
import type { Observer } from '../base/observer.ts';
import { type ContentsRow, summarize } from '../cache/contents.ts';
import type { TierName } from '../cache/tier.ts';
import type { TieredCache } from '../cache/tieredCache.ts';
import { ImportedFiles, type ReadFile } from '../completion/context/importedFiles.ts';
import { RequestBuilder } from '../completion/context/requestBuilder.ts';
import { Snippets } from '../completion/context/snippets.ts';
import { CompletionProvider } from '../completion/provider.ts';
import { Refusals } from '../completion/user/refusals.ts';
import type { DocumentStore } from '../documents/documentStore.ts';
import type { Notebooks } from '../documents/notebooks.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import type { Predictor } from '../domain/predictor.ts';
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
import { metricsStore } from './metricsStore.ts';
import { BUDGET_SETTINGS, SharedBudgets } from './sharedBudgets.ts';

/** The dependencies that the process gives to the host. */
export interface HostTools {
  readonly clock: Clock;
  readonly call: HttpCall;
  /** Connects ahead of the first request to a URL. */
  readonly warm: (url: string) => void;
  readonly newId: () => string;
  /** 0 to 1. */
  readonly random: () => number;
  /** Folder for files, unless a setting names another. */
  readonly storagePath: string;
  readonly documents: DocumentStore;
  readonly notebooks: Notebooks;
  readonly readFile: ReadFile;
  readonly predictor: Predictor & { state(): MetricsSnapshot['workspace'] };
  readonly credential: EngineTools['credential'];
  readonly identity: EngineTools['identity'];
  /** Returns the resource usage of the process. */
  readonly usage: () => MetricsSnapshot['process'];
  /** Told when something but an event has changed what surfaces show. */
  readonly onChanged: () => void;
  /** Told after the recorder has counted an event. */
  readonly observe: Observer<MetricsEvent>;
}

/** The client's part of the configuration: the settings, and the secrets that belong to them. */
export interface EngineConfig {
  readonly settings: Settings;
  readonly secrets: CacheSecrets;
}

/** Answers in the others are other people's, too. */
const LOCAL_TIERS: readonly TierName[] = ['memory', 'disk'];

/** The engine and the features of one configuration. */
interface Running extends EngineConfig {
  readonly engine: Engine;
  readonly completions: CompletionProvider;
  readonly actions: ActionProvider;
}

/**
 * The features under the settings of the moment. A change of settings builds anew what depends on
 * them; what was learnt and stored (cache, budgets, endpoint health, metrics) stays. Requests that are
 * under way end on what they began with.
 */
export class EngineHost implements Disposable {
  readonly #tools: HostTools;
  readonly metrics: Metrics;
  readonly #slots: ConcurrencyLimit;
  readonly #runtimes: EndpointStates;
  readonly #owned = new DisposableStore();
  readonly #snippets: Snippets;
  readonly #requests: RequestBuilder;
  /** The user's refusals, which hold under other settings, too. */
  readonly #refusals: Refusals;
  readonly #startedAt: number;
  #budgets: SharedBudgets;
  #cache: TieredCache<StoredGeneration>;
  #running: Running;

  constructor(tools: HostTools, situation: EngineConfig) {
    this.#tools = tools;
    this.#startedAt = tools.clock.monotonic();
    const store = metricsStore(tools.storagePath, tools.newId);
    if (store !== undefined) this.#owned.add(store);
    this.#budgets = this.#createBudgets(situation);
    this.#slots = new ConcurrencyLimit(slotLimits(situation.settings));
    this.#runtimes = new EndpointStates({ ...tools, slots: this.#slots });
    const { documents, clock, readFile } = tools;
    this.#snippets = new Snippets(documents, new ImportedFiles(readFile, clock), clock);
    this.#requests = new RequestBuilder({ ...tools, snippets: this.#snippets });
    this.#refusals = new Refusals(clock);
    this.#cache = this.#createCache(situation);
    this.metrics = new Metrics({
      ...tools,
      store,
      live: () => this.#live(),
      settings: () => this.#running.settings,
    });
    this.#running = this.#build(situation);
    this.#owned.add(
      documents.listen((event) => {
        if (event.kind === 'opened') this.#warm();
        if (event.kind === 'changed') this.completions.changed(event.before, event.document);
        if (event.kind === 'changed') this.#snippets.edited(event.document.uri);
        if (event.kind !== 'closed') return;
        this.completions.closed(event.uri);
        this.#snippets.closed(event.uri);
      }),
    );
  }

  get completions(): CompletionProvider {
    return this.#running.completions;
  }

  get actions(): ActionProvider {
    return this.#running.actions;
  }

  get isEnabled(): boolean {
    return this.#running.settings.enable;
  }

  /** Whether any endpoint may be asked for code actions. */
  get hasActionEndpoint(): boolean {
    return this.#running.engine.endpoints.some(({ roles }) => roles.includes('action'));
  }

  get endpoints(): readonly Endpoint[] {
    return this.#running.engine.endpoints;
  }

  apply(situation: EngineConfig): void {
    if (this.#needsNewCache(situation)) {
      this.#cache.dispose();
      this.#cache = this.#createCache(situation);
    }
    if (BUDGET_SETTINGS.some((name) => situation.settings[name] !== this.#running.settings[name])) {
      this.#budgets.dispose();
      this.#budgets = this.#createBudgets(situation);
    }
    this.completions.dispose();
    this.#slots.limits = slotLimits(situation.settings);
    this.#running = this.#build(situation);
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
      const { health, limiter } = this.#runtimes.of(endpoint);
      health.reset();
      limiter.reset();
    }
  }

  #live(): LiveState {
    const { clock, predictor, usage } = this.#tools;
    return {
      at: clock.now(),
      uptimeSeconds: (clock.monotonic() - this.#startedAt) / 1000,
      enabled: this.isEnabled,
      tiers: this.#cache.usage(),
      workspace: predictor.state(),
      endpoints: this.endpoints.map((endpoint) => {
        const { health, limiter } = this.#runtimes.of(endpoint);
        return {
          id: endpoint.id,
          state: health.state,
          lastError: health.lastError,
          inFlight: limiter.inFlight,
          waiting: limiter.waiting,
          waitMs: Math.round(limiter.waitMs('automatic')),
          budget: limiter.budget(),
          ...(endpoint.price === undefined ? {} : { price: endpoint.price }),
        };
      }),
      process: usage(),
    };
  }

  dispose(): void {
    // It writes down what it knows before the store goes.
    this.metrics.dispose();
    this.#owned.dispose();
    this.completions.dispose();
    this.#cache.dispose();
    this.#budgets.dispose();
  }

  readonly #observe = (event: MetricsEvent): void => {
    this.metrics.observe(event);
    this.#tools.observe(event);
  };

  /** Somebody is about to type: connections are made meanwhile. */
  #warm(): void {
    for (const { url, roles } of this.endpoints) {
      if (this.isEnabled && roles.includes('completion')) this.#tools.warm(url);
    }
  }

  #needsNewCache({ settings, secrets }: EngineConfig): boolean {
    const { settings: before, secrets: known } = this.#running;
    return (
      secrets.shared !== known.shared ||
      CACHE_SETTINGS.some((name) => settings[name] !== before[name])
    );
  }

  #createBudgets({ settings }: EngineConfig): SharedBudgets {
    const { storagePath, clock } = this.#tools;
    return new SharedBudgets(settings, storagePath, clock);
  }

  #createCache({ settings, secrets }: EngineConfig): TieredCache<StoredGeneration> {
    return createAnswerCache(settings, { ...this.#tools, secrets, observe: this.#observe });
  }

  #build({ settings, secrets }: EngineConfig): Running {
    const { documents, clock } = this.#tools;
    const observe = this.#observe;
    const engine = createEngine(settings, {
      ...this.#tools,
      observe,
      secrets,
      cache: this.#cache,
      runtimes: this.#runtimes,
      sharedBudget: this.#budgets,
      ttftMs: ({ id, completionModel }) => this.metrics.ttftMs(id, completionModel),
    });
    const completionSettings = {
      enable: settings.enable && settings['completion.enable'],
      languages: settings['completion.languages'],
      maxLines: settings['completion.maxLines'],
      debounceMs: settings['completion.debounceMs'],
      speculate: settings['completion.speculate'],
    };
    const completions = new CompletionProvider(completionSettings, {
      ...this.#tools,
      observe,
      models: engine,
      requests: this.#requests,
      refusals: this.#refusals,
    });
    const actions = new ActionProvider({
      documents,
      clock,
      observe,
      generate: engine.generate,
      batchSize: settings['requests.batchSize'],
    });
    return { settings, secrets, engine, completions, actions };
  }
}

const slotLimits = (settings: Settings): SlotLimits => ({
  concurrency: settings['requests.concurrency'],
  queueLimit: settings['requests.queueLimit'],
});
