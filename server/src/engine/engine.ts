import { raceAbort } from '../base/abort.ts';
import { StartPacer } from '../base/startPacer.ts';
import type { TieredCache } from '../cache/tieredCache.ts';
import type { ModelAccess } from '../completion/fetch/suggestionSource.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import type { Generate, GenerationRequest, Priority } from '../domain/generation.ts';
import { SimilarPrompts } from '../pipeline/similarPrompts.ts';
import { peekCache, type StoredGeneration, withCache } from '../pipeline/withCache.ts';
import { withFlights } from '../pipeline/withFlights.ts';
import { withProseCache } from '../pipeline/withProseCache.ts';
import { withRouting } from '../pipeline/withRouting.ts';
import type { Settings } from '../settings/settings.ts';
import type { EndpointStates } from '../upstream/endpointStates.ts';
import { CacheKeys } from './cacheKeys.ts';
import { configuredEndpoints } from './configuredEndpoints.ts';
import { type EndpointPathTools, endpointPath } from './endpointPath.ts';
import { endpointsByTask, readyAtOnce } from './endpointSelection.ts';
import { maySpeculate, maySpend } from './spendPolicy.ts';

/** The dependencies of an engine; all of them outlive the engine. */
export interface EngineTools extends EndpointPathTools {
  /** Stands for the account behind an endpoint's key in cache keys; never the key itself. */
  readonly identity: (endpoint: Endpoint) => string;
  readonly cache: TieredCache<StoredGeneration>;
  readonly states: EndpointStates;
  /** An endpoint's usual time to the first text in milliseconds; 0 while unknown. */
  readonly ttftMs: (endpoint: Endpoint) => number;
}

/** The request path for one set of settings. */
export interface Engine extends ModelAccess {
  readonly endpoints: readonly Endpoint[];
}

/** Builds the request path for a set of settings; the composition reads as the data flows. */
export function createEngine(settings: Settings, tools: EngineTools): Engine {
  const { cache, clock, observe, random, states, secrets, identity } = tools;
  const endpoints = configuredEndpoints(settings);
  const byTask = endpointsByTask(endpoints);
  const eligible = ({ task }: Pick<GenerationRequest, 'task'>) => byTask[task];
  const keys = new CacheKeys({
    secrets,
    identity,
    byTask,
    similarPrompts: settings['cache.similarPrompts'],
  });
  const paths = new Map(
    endpoints.map((each) => [each, endpointPath(each, states.of(each), settings, tools)]),
  );
  const router = { eligible, healthOf: (endpoint: Endpoint) => states.of(endpoint).health };
  // Whatever is eligible has a path.
  const attempt = (endpoint: Endpoint) =>
    paths.get(endpoint) ?? endpointPath(endpoint, states.of(endpoint), settings, tools);
  const similar = new SimilarPrompts(secrets.own);
  /** True if the endpoint that would be asked has enough budget left for a refresh in the background. */
  const mayRefresh = (request: GenerationRequest) => {
    const target = eligible(request).find((each) => states.of(each).health.isAvailable());
    return target !== undefined && maySpend({ budget: states.of(target).limiter.budget() });
  };
  const staged = withFlights(
    keys.flight,
    clock,
    withCache(
      { keysOf: keys.exact, cache, clock, random, mayRefresh, observe },
      withProseCache(
        { keysOf: keys.prose, cache, clock, random, similar, observe },
        withRouting(router, observe, attempt),
      ),
    ),
    observe,
  );

  /** A cache key names the account of its endpoint, which is known once the API key has been read. */
  const loadAccounts = async (of: readonly Endpoint[]): Promise<void> => {
    await Promise.all(of.map((endpoint) => tools.credential(endpoint).catch(unknownYet)));
  };
  // At once, so that `peek` looks under the right keys.
  void loadAccounts(endpoints);
  // A burst of requests begins over several turns of the event loop.
  const pacer = new StartPacer(clock);
  const generate: Generate = async (request, context) => {
    const turn = pacer.next();
    if (turn !== undefined) await raceAbort(turn, context.signal);
    await raceAbort(loadAccounts(byTask[request.task]), context.signal);
    return staged(request, context);
  };

  /** The endpoint that a completion would go to now. */
  const completionTarget = (priority: Priority): Endpoint | undefined =>
    readyAtOnce(byTask.completion, priority, (endpoint) => states.of(endpoint))[0];
  return {
    endpoints,
    generate,
    peek: (request) => peekCache(keys.exact(request), cache),
    route: (priority) => {
      const endpoint = completionTarget(priority);
      return endpoint && { model: endpoint.completionModel, ttftMs: tools.ttftMs(endpoint) };
    },
    maySpeculate: () => {
      const endpoint = completionTarget('automatic');
      if (endpoint === undefined) return false;
      const { limiter } = states.of(endpoint);
      const { inFlight, waiting } = limiter;
      return maySpeculate({ inFlight, waiting, budget: limiter.budget() });
    },
  };
}

/** Ignores a failure to read a key: the request that is sent with that key meets the error. */
const unknownYet = (): undefined => undefined;
