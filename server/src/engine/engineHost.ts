import type { ActionProvider } from '../actions/provider.ts';
import { type Disposable, DisposableStore } from '../base/disposable.ts';
import { sleepCounted } from '../base/sleepCounted.ts';
import type { ContentsRow } from '../cache/contents.ts';
import type { TierName } from '../cache/tier.ts';
import type { DecisionLog } from '../completion/decision/decisionLog.ts';
import type { Gate } from '../completion/decision/gates.ts';
import type { CompletionProvider } from '../completion/provider.ts';
import type { Position } from '../documents/position.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import type { Generate } from '../domain/generation.ts';
import { ConcurrencyLimit } from '../limits/concurrencyLimit.ts';
import type { LiveState } from '../metrics/export/snapshot.ts';
import { Metrics } from '../metrics/metrics.ts';
import { RouterMemory } from '../routing/routerMemory.ts';
import type { Settings } from '../settings/settings.ts';
import { EndpointStates } from '../upstream/endpointStates.ts';
import { ModelLoader } from '../upstream/modelLoader.ts';
import type { ActionFeatures } from './actionFeatures.ts';
import { CacheRoom } from './cacheRoom.ts';
import { DescribedServers } from './describedServers.ts';
import { EndpointControl } from './endpointControl.ts';
import { EndpointProbes } from './endpointProbes.ts';
import { EndpointRemedies } from './endpointRemedies.ts';
import { testEndpoint } from './endpointTest.ts';
import { createEngine, type Engine, type Outgoing } from './engine.ts';
import { factStore } from './factStore.ts';
import { FeatureFactory, type Features } from './features.ts';
import type { EngineConfig, HostTools } from './hostTools.ts';
import { endpointsLive } from './liveState.ts';
import { MemoryRelief } from './memoryRelief.ts';
import { MetricsStore } from './metricsStore.ts';
import { BUDGET_SETTINGS, SharedBudgets } from './sharedBudgets.ts';
import { slotLimits } from './slotLimits.ts';
import { warmUp } from './warmUp.ts';

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
  readonly remedies: EndpointRemedies;
  /** Pauses, resumes and tests endpoints. */
  readonly control: EndpointControl;
  readonly #features: FeatureFactory;
  readonly #concurrency: ConcurrencyLimit;
  readonly #states: EndpointStates;
  readonly #servers: DescribedServers;
  readonly #loader: ModelLoader;
  readonly #probes: EndpointProbes;
  readonly #owned = new DisposableStore();
  readonly #startedAt: number;
  #budgets: SharedBudgets;
  readonly #routing: RouterMemory;
  readonly #cache: CacheRoom;
  readonly #relief: MemoryRelief;
  #active: ActiveEngine;

  constructor(tools: HostTools, config: EngineConfig) {
    this.#tools = tools;
    const { clock, newId, random, storagePath, uptimeMs } = tools.process;
    const { workspace, listeners } = tools;
    this.#startedAt = clock.monotonic();
    const store = this.#owned.add(new MetricsStore(storagePath, newId, clock));
    this.#budgets = this.#createBudgets(config);
    this.#concurrency = new ConcurrencyLimit(slotLimits(config.settings));
    this.#states = new EndpointStates({
      clock: uptimeMs === undefined ? clock : sleepCounted(clock, uptimeMs),
      random,
      slots: this.#concurrency,
      factsOf: factStore(storagePath, clock),
      onSuspect: () => this.#probes.suspected(),
    });
    this.#probes = this.#owned.add(
      new EndpointProbes({
        ...tools.network,
        clock,
        states: this.#states,
        endpoints: () => this.endpoints,
      }),
    );
    this.#routing = new RouterMemory(clock, random);
    const asking = { ...tools.network, clock, isPaused: this.#states.isPaused };
    this.#servers = new DescribedServers(asking, () => {
      this.completions.dispose();
      this.#active = this.#build(this.#active);
    });
    this.#loader = this.#owned.add(new ModelLoader(asking));
    this.remedies = new EndpointRemedies(this.#states, () => this.endpoints);
    this.control = new EndpointControl({
      states: this.#states,
      endpoints: () => this.endpoints,
      test: (endpoint, signal) => {
        const path = this.#pathTools(this.#active);
        return testEndpoint(endpoint, this.#states, this.#active.settings, path, signal);
      },
      onChanged: () => {
        if (this.#features.isAnyServed) this.#warm();
        listeners.onChanged();
      },
    });
    const { call } = tools.network;
    const { emit: observe } = listeners.events;
    this.#relief = this.#owned.add(
      new MemoryRelief(tools.process, {
        observe,
        slots: this.#concurrency,
        resize: () => this.#cache.cache.resize(),
        settings: () => this.#active.settings,
      }),
    );
    const storing = { clock, newId, storagePath, call, observe, tuned: this.#relief.scaled };
    this.#cache = new CacheRoom(storing, config);
    this.metrics = new Metrics({
      clock,
      store,
      live: () => this.#live(),
      settings: () => this.#active.settings,
      onChanged: listeners.onChanged,
    });
    const { onDecision, events } = listeners;
    this.#owned.add(events.onAny(this.metrics.observe));
    const telling = { observe: events.emit, onDecision, onOpened: this.#warm };
    const isServing = () => this.isTrusted && this.isEnabled;
    this.#features = this.#owned.add(
      new FeatureFactory({ clock, newId, workspace, isServing, ...telling }),
    );
    this.#active = this.#build(config);
    // An editor opens its first documents before the settings are read.
    if (this.#features.isAnyServed) this.#warm();
  }

  /** Asks for an answer as the features do. */
  readonly generate: Generate = (...asked) => this.#active.engine.generate(...asked);

  get completions(): CompletionProvider {
    return this.#active.completions;
  }

  get actions(): ActionProvider {
    return this.#active.actions;
  }

  get texts(): Pick<ActionFeatures, 'commitMessages' | 'names'> {
    return this.#active;
  }

  /** The user is at a place, or has just typed there: what the next call there needs may be evaluated. */
  readonly activeAt = (uri: string, position: Position): void => {
    if (this.isEnabled) this.#probes.active();
    this.#active.readAhead.activeAt(uri, position);
  };

  get decisions(): DecisionLog {
    return this.#features.decisions;
  }

  get isTrusted(): boolean {
    return this.#active.isTrusted;
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

  /** Returns all that would be sent for a suggestion at a place; see `requestThere` for the other cases. */
  async outgoingAt(
    uri: string,
    position: Position,
  ): Promise<readonly Outgoing[] | Gate | undefined> {
    const { engine, requestThere } = this.#active;
    const request = await requestThere(uri, position);
    return typeof request === 'object' ? engine.outgoing(request) : request;
  }

  apply(config: EngineConfig): void {
    const { settings: before } = this.#active;
    const { settings } = config;
    const isChanged = (name: keyof Settings) => settings[name] !== before[name];
    this.#cache.apply(config);
    if (BUDGET_SETTINGS.some(isChanged)) {
      this.#budgets.dispose();
      this.#budgets = this.#createBudgets(config);
    }
    this.completions.dispose();
    this.#concurrency.limits = slotLimits(settings);
    // What was refused under other settings may be answered under these.
    this.#states.wake();
    this.#routing.failed.forget();
    this.#active = this.#build(config);
  }

  /** Empties the named tiers (those of this machine by default) and forgets the suggestions on screen. */
  clearCache(tiers?: readonly TierName[]): Promise<{ tier: TierName; entries: number }[]> {
    this.completions.clear();
    return this.#cache.clear(tiers);
  }

  /** Summarizes the entries cached on this machine, by tier, model and file. */
  cacheContents(): Promise<ContentsRow[]> {
    return this.#cache.contents();
  }

  /** Forgets the suggestion on screen in a document, everywhere; says whether there was one. */
  async discard(uri: string): Promise<boolean> {
    const suggestion = this.completions.discard(uri);
    if (suggestion?.cacheKey !== undefined) await this.#cache.cache.delete(suggestion.cacheKey);
    return suggestion !== undefined;
  }

  /**
   * An endpoint has a new key: what we held against it is forgotten. Cached answers are found again only
   * with the key under which they were given; what is under way is not stored.
   */
  credentialChanged(endpointId: string): void {
    this.#cache.cache.supersede();
    this.completions.clear();
    this.remedies.newKey(endpointId);
  }

  /** Resolves when the answers that wait to be stored are stored, or could not be. Never rejects. */
  readonly flush = (): Promise<void> => this.#cache.cache.flush();

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
      trusted: this.#active.isTrusted,
      tiers: this.#cache.cache.usage(),
      workspace: this.#tools.workspace.predictor.state(),
      endpoints: endpointsLive(this.endpoints, this.#states, this.#routing),
      choices: this.#routing.choices.last(),
      pressure: this.#relief.snapshot(),
      process: usage(),
    };
  }

  readonly #warm = (): void => {
    const { warm } = this.#tools.network;
    const [servers, loader, states] = [this.#servers, this.#loader, this.#states];
    warmUp(this.endpoints, { warm, servers, loader, states });
  };

  #createBudgets({ settings }: EngineConfig): SharedBudgets {
    const { storagePath, clock } = this.#tools.process;
    return new SharedBudgets(settings, storagePath, clock);
  }

  #build(config: EngineConfig): ActiveEngine {
    const engine = createEngine(config.settings, {
      ...this.#pathTools(config),
      described: this.#servers.known,
      cache: this.#cache.cache,
      states: this.#states,
      routing: this.#routing,
    });
    return { ...config, engine, ...this.#features.create(config.settings, engine) };
  }

  #pathTools({ secrets }: EngineConfig) {
    const { clock, random } = this.#tools.process;
    return {
      ...this.#tools.network,
      clock,
      random,
      secrets,
      observe: this.#tools.listeners.events.emit,
      loader: this.#loader,
      sharedBudget: this.#budgets,
    };
  }
}
