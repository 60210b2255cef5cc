import type { Clock } from '../base/clock.ts';
import { type Disposable, DisposableStore } from '../base/disposable.ts';
import { EventHub } from '../base/eventHub.ts';
import type { HttpCall } from '../base/httpCall.ts';
import { isNearby } from '../base/nearbyHost.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import type { Generate } from '../domain/generation.ts';
import { CacheRoom } from '../engine/cacheRoom.ts';
import { configuredEndpoints } from '../engine/configuredEndpoints.ts';
import { createEngine, type Engine, type EngineTools } from '../engine/engine.ts';
import { endpointsLive } from '../engine/liveState.ts';
import { SharedBudgets } from '../engine/sharedBudgets.ts';
import { slotLimits } from '../engine/slotLimits.ts';
import type { Admission, Spent } from '../http/openai/admission.ts';
import type { FaceTools } from '../http/openai/face.ts';
import type { ListedModel } from '../http/openai/listedModel.ts';
import { ConcurrencyLimit } from '../limits/concurrencyLimit.ts';
import type { SharedBudget } from '../limits/sharedBudget.ts';
import type { MetricsEvent } from '../metrics/collect/recorder.ts';
import type { LiveState } from '../metrics/export/snapshot.ts';
import { Metrics } from '../metrics/metrics.ts';
import type { MetricsSnapshot } from '../protocol/snapshot.ts';
import type { Instance } from '../redis/instances.ts';
import { RouterMemory } from '../routing/routerMemory.ts';
import type { GatewayConfig } from '../settings/gatewayConfig.ts';
import type { Writer, WriterData } from '../storage/sqliteWriter.ts';
import { EndpointStates } from '../upstream/endpointStates.ts';
import { ModelLoader } from '../upstream/modelLoader.ts';
import type { Budget } from '../virtualKeys/budget.ts';
import type { PriceOf } from '../virtualKeys/keyBudgets.ts';
import { AdmissionRoom } from './admissionRoom.ts';
import { EndpointKeys } from './endpointKeys.ts';
import { EngineNews } from './engineNews.ts';
import { gatewaySettings } from './gatewaySettings.ts';
import { hasModel, isServedName, listedModels, modelOfAnswer } from './listedModels.ts';
import type { Say } from './messages.ts';
import { moneyFor, mostMoneyFor } from './prices.ts';
import { ServedModels } from './servedModels.ts';
import { SharedRedis } from './sharedRedis.ts';

export interface GatewayTools {
  readonly clock: Clock;
  /** 0 to 1. */
  readonly random: () => number;
  readonly newId: () => string;
  /** Folder for files, unless the configuration names another. */
  readonly storagePath: string;
  /** Who writes to the disk. */
  readonly writerOf: (of: WriterData) => Writer;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly call: HttpCall;
  readonly usage: () => MetricsSnapshot['process'];
  /** The secret behind cache keys and stored values of this machine. */
  readonly secret: string;
  readonly log: Say;
  /** The processes of this gateway that spend the same budgets. */
  readonly processes: () => number;
  /** Where this one is reached, and how busy it is. */
  readonly instance: () => Pick<Instance, 'address' | 'inFlight' | 'capacity'>;
}

/** The engine and the admission of one configuration. */
interface Active {
  readonly config: GatewayConfig;
  readonly engine: Engine;
  readonly admission: Admission;
  readonly budgets: SharedBudget & Disposable;
  readonly models: readonly ListedModel[];
  readonly leases: EngineTools['callLeases'];
}

/**
 * The engine behind the gateway, under the configuration of the moment. What is known of endpoints, the cache and the metrics outlive a change; requests
 * that are under way end on what they began with.
 */
export class GatewayHost implements Disposable {
  readonly metrics: Metrics;
  readonly events = new EventHub<MetricsEvent>();
  readonly #tools: GatewayTools;
  readonly #owned = new DisposableStore();
  readonly #slots: ConcurrencyLimit;
  readonly #redis: SharedRedis;
  readonly #id: string;
  #teamSecret: string | undefined;
  readonly #states: EndpointStates;
  readonly #routing: RouterMemory;
  readonly #loader: ModelLoader;
  readonly #served: ServedModels;
  readonly #cache: CacheRoom;
  readonly #startedAt: number;
  readonly #news: EngineNews;
  #keys: EndpointKeys;
  readonly #admission: AdmissionRoom;
  #active: Active;

  /** `teamSecret` is the key that a team's secret has become: what is shared is kept under it. */
  constructor(tools: GatewayTools, config: GatewayConfig, teamSecret?: string) {
    this.#tools = tools;
    this.#teamSecret = teamSecret;
    const { clock, random, newId, storagePath, writerOf, call } = tools;
    this.#startedAt = clock.monotonic();
    this.#slots = new ConcurrencyLimit(slotLimits(gatewaySettings(config)));
    this.#id = newId();
    const startedAt = clock.now();
    const own = () => ({ id: this.#id, startedAt, ...tools.instance() });
    this.#redis = this.#owned.add(new SharedRedis({ ...tools, own }));
    this.#states = new EndpointStates({ clock, random, slots: this.#slots });
    this.#routing = new RouterMemory(clock, random);
    this.#keys = this.#readKeys();
    const { isPaused } = this.#states;
    const credential = (endpoint: Endpoint) => this.#keys.of(endpoint);
    const asking = { call, clock, isPaused, credential, mayCarryKey };
    this.#loader = this.#owned.add(new ModelLoader(asking));
    this.#served = new ServedModels(asking, () => this.#renew());
    const observe = this.events.emit;
    this.#cache = new CacheRoom(
      { clock, newId, storagePath, writerOf, call, observe },
      this.#engineConfig(config),
    );
    this.metrics = this.#owned.add(
      new Metrics({
        clock,
        live: () => this.#live(),
        settings: () => this.#active.config.settings,
        onChanged: () => undefined,
      }),
    );
    this.#owned.add(this.events.onAny(this.metrics.observe));
    this.#news = new EngineNews(tools.log);
    this.#news.listenTo(this.events);
    const shared: Budget = { take: (...asked) => this.#active.budgets.take(...asked) };
    const priceOf: PriceOf = (model, inputTokens, outputTokens) =>
      mostMoneyFor(this.#endpoints(), model, { inputTokens, outputTokens });
    const isServed = (model: string) => isServedName(this.#endpoints(), model);
    this.#admission = new AdmissionRoom({ ...tools, shared, priceOf, isServed }, config);
    this.#active = this.#build(config);
  }

  readonly generate: Generate = (...asked) => {
    const isKnown = this.#served.asked(this.#endpoints());
    if (isKnown === undefined) return this.#active.engine.generate(...asked);
    return isKnown.then(() => this.#active.engine.generate(...asked));
  };

  readonly askedModels: FaceTools['askedModels'] = () => this.#served.asked(this.#endpoints());

  get config(): GatewayConfig {
    return this.#active.config;
  }

  get admission(): Admission {
    return this.#active.admission;
  }

  get models(): readonly ListedModel[] {
    return this.#active.models;
  }

  readonly hasModel: FaceTools['hasModel'] = (...asked) => hasModel(this.#endpoints(), ...asked);

  readonly modelOfAnswer: FaceTools['modelOfAnswer'] = (answered) =>
    modelOfAnswer(this.#endpoints(), answered, this.#served.nameOf);

  /** The number of requests that wait to be let in, or for a place at a model server. */
  get waiting(): number {
    return this.#endpoints().reduce(
      (sum, endpoint) =>
        this.#states.all(endpoint).reduce((of, { limiter }) => of + limiter.waiting, sum),
      this.#admission.waiting,
    );
  }

  readonly moneyOf = (endpointId: string, spent: Spent): number | undefined =>
    moneyFor(this.#endpoints(), endpointId, spent);

  apply(config: GatewayConfig, teamSecret?: string): void {
    this.#teamSecret = teamSecret;
    const { budgets } = this.#active;
    this.#cache.apply(this.#engineConfig(config));
    this.#slots.limits = slotLimits(gatewaySettings(config));
    this.#states.wake();
    this.#news.forget();
    this.#active = this.#build(config);
    budgets.dispose();
  }

  /** A server has another model: what is asked from now on is asked of that one. */
  #renew(): void {
    this.#active = { ...this.#active, ...this.#engineOf(this.config, this.#active) };
  }

  /** Resolves when what waits to be stored is stored, and what was taken ahead is given back, or could not be. Never rejects. */
  async flush(): Promise<void> {
    await Promise.all([this.#cache.cache.flush(), this.#admission.close(), this.#redis.leave()]);
  }

  dispose(): void {
    this.#owned.dispose();
    this.#active.budgets.dispose();
    this.#cache.dispose();
  }

  #endpoints(): readonly Endpoint[] {
    return this.#active.engine.endpoints;
  }

  #readKeys(): EndpointKeys {
    const { environment, secret, log } = this.#tools;
    const onTrouble = (id: string, sentence: string) => log(`Endpoint “${id}”: ${sentence}.`);
    return new EndpointKeys({ environment, secret, onTrouble });
  }

  #engineConfig(config: GatewayConfig) {
    const own = this.#tools.secret;
    const shared = this.#teamSecret;
    return {
      settings: gatewaySettings(config),
      secrets: shared === undefined ? { own } : { own, shared },
      isTrusted: true,
    };
  }

  #build(config: GatewayConfig): Active {
    const { clock, storagePath, log } = this.#tools;
    const { settings } = this.#engineConfig(config);
    this.#keys = this.#readKeys();
    const redis = this.#redis.under(settings);
    const leases = redis?.leases;
    const budgets =
      redis === undefined
        ? new SharedBudgets(settings, storagePath, clock, () => log(FORGOTTEN))
        : kept(redis.budget);
    return {
      config,
      budgets,
      leases,
      admission: this.#admission.under(config),
      ...this.#engineOf(config, { budgets, leases }),
    };
  }

  #engineOf(
    config: GatewayConfig,
    { budgets, leases }: Pick<Active, 'budgets' | 'leases'>,
  ): Pick<Active, 'engine' | 'models'> {
    const { clock, random, call } = this.#tools;
    const { settings, secrets } = this.#engineConfig(config);
    const { chosen } = this.#served;
    const described = this.#served.describedAmong(configuredEndpoints(settings));
    const keys = this.#keys;
    const engine = createEngine(settings, {
      clock,
      random,
      call,
      secrets,
      observe: this.events.emit,
      credential: keys.of,
      identity: keys.identity,
      mayCarryKey,
      loader: this.#loader,
      sharedBudget: budgets,
      cache: this.#cache.cache,
      states: this.#states,
      routing: this.#routing,
      described,
      chosen,
      callLeases: leases,
    });
    return { engine, models: listedModels(engine.endpoints, Math.floor(clock.now() / 1_000)) };
  }

  #live(): LiveState {
    const { clock, usage } = this.#tools;
    return {
      at: clock.now(),
      uptimeSeconds: (clock.monotonic() - this.#startedAt) / 1_000,
      enabled: true,
      trusted: true,
      tiers: this.#cache.cache.usage(),
      workspace: NO_WORKSPACE,
      endpoints: endpointsLive(this.#endpoints(), { states: this.#states }, this.#routing),
      choices: [],
      process: usage(),
      warming: { state: 'off', precision: null },
    };
  }
}

const FORGOTTEN =
  'The file of budgets was broken, and is set aside as `budgets.sqlite.corrupt`: what was spent before does not count any more. Check the disk.';

/** Nothing is learnt from files here. */
const NO_WORKSPACE: LiveState['workspace'] = { state: 'off', files: 0, tokens: 0 };

/** A budget that outlives a configuration. */
const kept = (budget: SharedBudget): SharedBudget & Disposable => ({
  take: (...asked) => budget.take(...asked),
  dispose: () => undefined,
});

/** Keys go encrypted, or within a machine and its own network. */
const mayCarryKey = ({ url }: Endpoint, apiKey: string | undefined): boolean =>
  apiKey === undefined || url.startsWith('https:') || isNearby(url);
