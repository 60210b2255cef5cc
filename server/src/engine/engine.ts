import { raceAbort } from '../base/abort.ts';
import type { Clock } from '../base/clock.ts';
import { keyedDigest } from '../base/digest.ts';
import type { HttpCall } from '../base/httpCall.ts';
import type { Observer } from '../base/observer.ts';
import { StartPacer } from '../base/startPacer.ts';
import type { TieredCache } from '../cache/tieredCache.ts';
import type { ModelAccess } from '../completion/fetch/suggestionSource.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import type { Generate, GenerationRequest } from '../domain/generation.ts';
import type { UpstreamEvent } from '../domain/requestEvents.ts';
import type { Budget } from '../limits/budgets.ts';
import type { LimitSignals } from '../limits/limitHeaders.ts';
import type { SharedBudget } from '../limits/sharedBudget.ts';
import type { MetricsEvent } from '../metrics/collect/recorder.ts';
import { type KeyScope, proseKey, requestKey } from '../pipeline/requestKey.ts';
import { SimilarPrompts } from '../pipeline/similarPrompts.ts';
import { withBreaker } from '../pipeline/withBreaker.ts';
import {
  type EndpointKey,
  peekCache,
  type StoredGeneration,
  withCache,
} from '../pipeline/withCache.ts';
import { withFlights } from '../pipeline/withFlights.ts';
import { withInputLimit } from '../pipeline/withInputLimit.ts';
import { withLimits } from '../pipeline/withLimits.ts';
import { withProseCache } from '../pipeline/withProseCache.ts';
import { withRetry } from '../pipeline/withRetry.ts';
import { withRouting } from '../pipeline/withRouting.ts';
import { withSharedBudget } from '../pipeline/withSharedBudget.ts';
import type { Settings } from '../settings/settings.ts';
import type { EndpointStates } from '../upstream/endpointStates.ts';
import { send } from '../upstream/send.ts';
import type { CacheSecrets } from './answerCache.ts';
import { configuredEndpoints } from './configuredEndpoints.ts';

/** The dependencies of an engine; all of them outlive the engine. */
export interface EngineTools {
  readonly clock: Clock;
  readonly observe: Observer<MetricsEvent>;
  readonly call: HttpCall;
  readonly credential: (endpoint: Endpoint) => Promise<string | undefined>;
  /** Stands for the account behind an endpoint's key in cache keys; never the key itself. */
  readonly identity: (endpoint: Endpoint) => string;
  readonly secrets: CacheSecrets;
  /** 0 to 1. */
  readonly random: () => number;
  readonly cache: TieredCache<StoredGeneration>;
  readonly runtimes: EndpointStates;
  readonly ttftMs: (endpoint: Endpoint) => number;
  /** Budgets that other processes spend, too; absent where there is no place for them. */
  readonly sharedBudget?: SharedBudget | undefined;
}

/** The request path for one set of settings. */
export interface Engine extends ModelAccess {
  readonly endpoints: readonly Endpoint[];
}

/** Ignores a failure to read a key: the request that is sent with that key meets the error. */
const unknownYet = (): undefined => undefined;

/** True if more than half of the budget is left: only then are answers fetched that nobody waits for. */
const isAmple = ({ limit, remaining }: Budget): boolean => remaining > limit / 2;

/** A team's answers are shared by whoever holds its secret; others are one account's. */
const keyScope = ({ secrets, identity }: EngineTools, endpoint: Endpoint): KeyScope =>
  secrets.shared === undefined
    ? { secret: secrets.own, identity: identity(endpoint) }
    : { secret: secrets.shared, identity: '' };

/** Builds the pipeline for a set of settings; the composition reads as the data flows. */
export function createEngine(settings: Settings, tools: EngineTools): Engine {
  const { cache, clock, observe, random, runtimes } = tools;
  const endpoints = configuredEndpoints(settings);
  const eligible = ({ task }: Pick<GenerationRequest, 'task'>) =>
    endpoints.filter(({ roles }) => roles.includes(task));
  /** A request is asked for several times on its way, under the same account. */
  const known = new WeakMap<GenerationRequest, { of: string; keys: readonly EndpointKey[] }>();
  const keysOf = (request: GenerationRequest): readonly EndpointKey[] => {
    const scopes = eligible(request).map((endpoint) => keyScope(tools, endpoint));
    const of = scopes.map(({ identity }) => identity).join();
    const before = known.get(request);
    if (before?.of === of) return before.keys;
    const keys = eligible(request).map((endpoint, index) => ({
      endpointId: endpoint.id,
      ...requestKey(scopes[index] ?? keyScope(tools, endpoint), request, endpoint),
    }));
    known.set(request, { of, keys });
    return keys;
  };
  const similar = new SimilarPrompts(tools.secrets.own);
  const proseKeysOf = (request: GenerationRequest) =>
    eligible(request).flatMap((endpoint) => {
      const isOn = settings['cache.similarPrompts'];
      const key = isOn ? proseKey(keyScope(tools, endpoint), request, endpoint) : undefined;
      return key === undefined ? [] : [{ endpointId: endpoint.id, ...key }];
    });
  const flightKey = (request: GenerationRequest) =>
    keysOf(request)
      .map(({ key }) => key)
      .join();
  const maySpend = (request: Pick<GenerationRequest, 'task'>) => {
    const [first] = eligible(request).filter((each) => runtimes.of(each).health.isAvailable());
    if (first === undefined) return false;
    const { minute, day } = runtimes.of(first).limiter.budget();
    return [minute, day].every((budget) => budget === null || isAmple(budget));
  };
  const router = { eligible, healthOf: (endpoint: Endpoint) => runtimes.of(endpoint).health };
  const totalMs = settings['requests.timeoutSeconds'] * 1000;
  const retries = settings['requests.retries'];
  /** A team's machines spend one budget where they use one key; a digest says nothing about it. */
  const scopeOf = async (endpoint: Endpoint, model: string) => {
    const { shared, own } = tools.secrets;
    const apiKey = (await tools.credential(endpoint)) ?? '';
    return keyedDigest(shared ?? own, [endpoint.url, model, apiKey]).slice(0, 32);
  };
  const pathTo = (endpoint: Endpoint): Generate => {
    const { health, limiter, retries: budget, coding } = runtimes.of(endpoint);
    const isAvailable = () => health.isAvailable(true);
    const hear = (signals: LimitSignals) => limiter.learn(signals);
    const heard = (event: UpstreamEvent) => {
      if (event.kind === 'firstText') limiter.heard(event.ms);
      observe(event);
    };
    const sendTools = {
      ...tools,
      observe: heard,
      totalMs,
      usualTtftMs: () => limiter.usualTtftMs(),
      hear,
      coding,
      compression: settings['requests.compression'],
    };
    return withInputLimit(
      endpoint,
      withRetry(
        { clock, random, budget, isAvailable, retries, totalMs, observe },
        withBreaker(
          health,
          withSharedBudget(
            { clock, shared: tools.sharedBudget, scopeOf },
            endpoint,
            limiter,
            withLimits(limiter, send(endpoint, sendTools)),
          ),
        ),
      ),
    );
  };

  const paths = new Map(endpoints.map((endpoint) => [endpoint, pathTo(endpoint)]));
  const attempt = (endpoint: Endpoint) => paths.get(endpoint) ?? pathTo(endpoint);
  const staged = withFlights(
    flightKey,
    clock,
    withCache(
      { keysOf, cache, clock, random, maySpend, observe },
      withProseCache(
        { keysOf: proseKeysOf, cache, clock, random, similar, observe },
        withRouting(router, observe, attempt),
      ),
    ),
    observe,
  );

  /** Cache keys depend on whose key an endpoint has: it is asked for before they are made. */
  const identities = (asked: readonly Endpoint[]) =>
    Promise.all(asked.map((endpoint) => tools.credential(endpoint).catch(unknownYet)));
  void identities(endpoints);
  const turns = new StartPacer(clock);
  const generate: Generate = async (request, context) => {
    const turn = turns.next();
    if (turn !== undefined) await raceAbort(turn, context.signal);
    await raceAbort(identities(eligible(request)), context.signal);
    return staged(request, context);
  };

  /** Endpoints that would be asked at once: in good health, and with something left of each budget. */
  const available = () =>
    eligible({ task: 'completion' }).filter((each, _, { length }) => {
      const { health, limiter } = runtimes.of(each);
      return health.isAvailable(length === 1) && limiter.waitMs('automatic') === 0;
    });
  return {
    endpoints,
    generate,
    peek: (request) => peekCache(keysOf(request), cache),
    isAvailable: () => available().length > 0,
    maySpeculate: () => {
      const [first] = available();
      if (first === undefined || !maySpend({ task: 'completion' })) return false;
      const { inFlight, waiting } = runtimes.of(first).limiter;
      return inFlight + waiting === 0;
    },
    completionModel: () => available()[0]?.completionModel ?? '',
    ttftMs: () => {
      const [first] = available();
      return first === undefined ? 0 : tools.ttftMs(first);
    },
  };
}
