import type { ActionProvider } from '../actions/provider.ts';
import { type Disposable, DisposableStore } from '../base/disposable.ts';
import type { ContentsRow } from '../cache/contents.ts';
import type { MemoryTierOptions } from '../cache/memory/memoryTier.ts';
import type { TierName } from '../cache/tier.ts';
import type { DecisionLog } from '../completion/decision/decisionLog.ts';
import type { CompletionProvider } from '../completion/provider.ts';
import type { Position } from '../documents/position.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import type { Generate } from '../domain/generation.ts';
import { ConcurrencyLimit } from '../limits/concurrencyLimit.ts';
import type { LiveState } from '../metrics/export/snapshot.ts';
import { Metrics } from '../metrics/metrics.ts';
import { RouterMemory } from '../routing/routerMemory.ts';
import type { Settings } from '../settings/settings.ts';
import type { ActionFeatures } from './actionFeatures.ts';
import { CacheRoom } from './cacheRoom.ts';
import type { EndpointControl } from './endpointControl.ts';
import type { EndpointRemedies } from './endpointRemedies.ts';
import { EndpointRoom } from './endpointRoom.ts';
import { testEndpoint } from './endpointTest.ts';
import { createEngine, type Engine } from './engine.ts';
import { FeatureFactory, type Features } from './features.ts';
import type { EngineConfig, HostTools } from './hostTools.ts';
import { HostWarming } from './hostWarming.ts';
import { endpointsLive } from './liveState.ts';
import { MemoryRelief } from './memoryRelief.ts';
import { MetricsStore } from './metricsStore.ts';
import { outgoingAt } from './outgoingAt.ts';
import { BUDGET_SETTINGS, SharedBudgets } from './sharedBudgets.ts';
import { slotLimits } from './slotLimits.ts';
import { TuningSwitch } from './tuningSwitch.ts';

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
  /** Brings answers nearer before they are asked for, and keeps the history of use. */
  readonly warming: HostWarming;
  readonly #features: FeatureFactory;
  readonly #concurrency: ConcurrencyLimit;
  readonly #room: EndpointRoom;
  readonly #owned = new DisposableStore();
  readonly #startedAt: number;
  #budgets: SharedBudgets;
  readonly #routing: RouterMemory;
  readonly #cache: CacheRoom;
  readonly #relief: MemoryRelief;
  /** Undoes what was tuned. */
  readonly tuning: TuningSwitch;
  #active: ActiveEngine;

  constructor(tools: HostTools, config: EngineConfig) {
    this.#tools = tools;
    const { clock, newId, random, storagePath } = tools.process;
    const { workspace, listeners } = tools;
    this.#startedAt = clock.monotonic();
    const store = this.#owned.add(new MetricsStore(storagePath, newId, clock));
    this.#budgets = this.#createBudgets(config);
    this.#concurrency = new ConcurrencyLimit(slotLimits(config.settings));
    this.#routing = new RouterMemory(clock, random);
    const room: EndpointRoom = this.#owned.add(
      new EndpointRoom({
        ...tools,
        slots: this.#concurrency,
        endpoints: () => this.endpoints,
        test: (endpoint, signal) => {
          const path = this.#pathTools(this.#active);
          return testEndpoint(endpoint, room.states, this.#active.settings, path, signal);
        },
        onDescribed: () => {
          this.completions.dispose();
          this.#active = this.#build(this.#active);
        },
        onOtherModel: () => this.completions.clear(),
        onChanged: () => {
          if (this.#features.isAnyServed) this.#warm();
          listeners.onChanged();
        },
      }),
    );
    this.#room = room;
    this.remedies = room.remedies;
    this.control = room.control;
    const { call } = tools.network;
    const { emit: observe } = listeners.events;
    const cache = () => this.#cache.cache;
    this.#relief = this.#owned.add(
      new MemoryRelief(tools.process, {
        observe,
        slots: this.#concurrency,
        cache,
        settings: () => this.#active.settings,
      }),
    );
    const isCalm = () => this.#relief.isCalm;
    this.tuning = new TuningSwitch({ ...tools.process, ...listeners, isCalm }, config);
    const tuned = (options: MemoryTierOptions) => this.#relief.scaled(this.tuning.memory(options));
    const storing = { clock, newId, storagePath, call, observe, tuned };
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
    const features = () => this.#active;
    const warming = { ...tools.process, workspace, observe, cache, isCalm, features };
    this.warming = this.#owned.add(new HostWarming(warming, config));
    events.on(['warmedShown'], ({ id }) => this.warming.shown(id));
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
    if (this.isEnabled) this.#room.active(this.#active.settings['warming.enable']);
    this.#active.readAhead.activeAt(uri, position);
    this.warming.activeAt(uri);
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
  readonly outgoingAt = (uri: string, position: Position): ReturnType<typeof outgoingAt> =>
    outgoingAt(this.#active, uri, position);

  apply(config: EngineConfig): void {
    const { settings: before } = this.#active;
    const { settings } = config;
    const isChanged = (name: keyof Settings) => settings[name] !== before[name];
    this.#cache.apply(config);
    this.warming.apply(config);
    if (BUDGET_SETTINGS.some(isChanged)) {
      this.#budgets.dispose();
      this.#budgets = this.#createBudgets(config);
    }
    this.tuning.apply(config);
    this.completions.dispose();
    this.#concurrency.limits = slotLimits(settings);
    // What was refused under other settings may be answered under these.
    this.#room.states.wake();
    this.#routing.failed.forget();
    this.#active = this.#build(config);
  }

  /** Empties the named tiers (those of this machine by default) and forgets the suggestions on screen. */
  clearCache(tiers?: readonly TierName[]): Promise<{ tier: TierName; entries: number }[]> {
    this.completions.clear();
    this.warming.cleared(tiers);
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
    this.tuning.dispose();
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
      endpoints: endpointsLive(this.endpoints, this.#room, this.#routing),
      choices: this.#routing.choices.last(),
      pressure: this.#relief.snapshot(),
      tuning: this.tuning.snapshot(),
      warming: this.warming.live(),
      process: usage(),
    };
  }

  readonly #warm = (): void => {
    if (!this.#active.settings['warming.enable']) return;
    this.#tools.listeners.events.emit({ kind: 'connectedAhead' });
    this.#room.warmUp();
  };

  #createBudgets({ settings }: EngineConfig): SharedBudgets {
    const { storagePath, clock } = this.#tools.process;
    return new SharedBudgets(settings, storagePath, clock);
  }

  #build(config: EngineConfig): ActiveEngine {
    const engine = this.warming.listeningTo(
      createEngine(config.settings, {
        ...this.#pathTools(config),
        described: this.#room.servers.known,
        cache: this.#cache.cache,
        states: this.#room.states,
        routing: this.#routing,
        tuned: this.tuning.cache,
      }),
    );
    const followed = this.tuning.followed(engine);
    const features = this.#features.create(config.settings, followed, this.tuning.features);
    return { ...config, engine: followed, ...features };
  }

  #pathTools({ secrets }: EngineConfig) {
    const { clock, random } = this.#tools.process;
    return {
      ...this.#tools.network,
      clock,
      random,
      secrets,
      observe: this.#tools.listeners.events.emit,
      ...this.#room.path,
      sharedBudget: this.#budgets,
      sharedRests: this.#budgets,
    };
  }
}
