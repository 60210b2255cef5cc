import type { Clock } from './base/clock.ts';
import type { HttpCall } from './base/httpCall.ts';
import type { Observer } from './base/observer.ts';
import type { TieredCache } from './cache/tieredCache.ts';
import type { ModelAccess } from './completion/provider.ts';
import { configuredEndpoints } from './configuredEndpoints.ts';
import type { Endpoint } from './domain/endpoint.ts';
import type { GenerationRequest } from './domain/generation.ts';
import type { MetricsEvent } from './metrics/recorder.ts';
import { requestKey } from './pipeline/requestKey.ts';
import { peekCache, type StoredGeneration, withCache } from './pipeline/withCache.ts';
import { withFlights } from './pipeline/withFlights.ts';
import { withLimits } from './pipeline/withLimits.ts';
import { withRouting } from './pipeline/withRouting.ts';
import type { Settings } from './protocol/settings.ts';
import type { EndpointRuntimes } from './upstream/endpointRuntimes.ts';
import { send } from './upstream/send.ts';

/** What an engine is given; all of it outlives the engine. */
export interface EngineTools {
  readonly clock: Clock;
  readonly observe: Observer<MetricsEvent>;
  readonly call: HttpCall;
  readonly credential: (endpoint: Endpoint) => Promise<string | undefined>;
  /** Stands for the account behind an endpoint's key in cache keys; never the key itself. */
  readonly identity: (endpoint: Endpoint) => string;
  /** The secret of this installation's cache keys. */
  readonly secret: string;
  readonly cache: TieredCache<StoredGeneration>;
  readonly runtimes: EndpointRuntimes;
  readonly ttftMs: (endpoint: Endpoint) => number;
}

/** The request path for one set of settings. */
export interface Engine extends ModelAccess {
  readonly endpoints: readonly Endpoint[];
}

/** Builds the pipeline for a set of settings; the composition reads as the data flows. */
export function createEngine(settings: Settings, tools: EngineTools): Engine {
  const { cache, clock, observe, runtimes } = tools;
  const endpoints = configuredEndpoints(settings);
  const eligible = ({ task }: Pick<GenerationRequest, 'task'>) =>
    endpoints.filter(({ roles }) => roles.includes(task));
  const keysOf = (request: GenerationRequest) =>
    eligible(request).map((endpoint) => ({
      endpointId: endpoint.id,
      key: requestKey(tools.secret, tools.identity(endpoint), request, endpoint),
    }));
  const flightKey = (request: GenerationRequest) =>
    keysOf(request)
      .map(({ key }) => key)
      .join();
  const router = { eligible, healthOf: (endpoint: Endpoint) => runtimes.of(endpoint).health };
  const sendTools = { ...tools, totalMs: settings['requests.timeoutSeconds'] * 1000 };

  const generate = withFlights(
    flightKey,
    withCache(
      keysOf,
      cache,
      clock,
      observe,
      withRouting(router, observe, (endpoint) =>
        withLimits(runtimes.of(endpoint).limiter, send(endpoint, sendTools)),
      ),
    ),
    observe,
  );

  const available = () =>
    eligible({ task: 'completion' }).filter((each) => runtimes.of(each).health.isAvailable());
  return {
    endpoints,
    generate,
    peek: (request) => peekCache(keysOf(request), cache),
    isAvailable: () => available().length > 0,
    ttftMs: () => {
      const [first] = available();
      return first === undefined ? 0 : tools.ttftMs(first);
    },
  };
}
