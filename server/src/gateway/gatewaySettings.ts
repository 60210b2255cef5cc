import { providers } from '../providers/index.ts';
import type { EndpointSetting } from '../settings/endpointSetting.ts';
import type { GatewayConfig } from '../settings/gatewayConfig.ts';
import type { Settings } from '../settings/settings.ts';

/** Requests at once to a model server that sets no limit, from each process: it says itself when it has too many. */
const CONCURRENCY = 1_000;
/** More than any machine stands; `limits.concurrency` is the limit that counts. */
const NO_LIMIT = 10_000;
const MAX_QUEUE = 100_000;

/** The settings of the engine, as a gateway needs them: many callers, no editor. */
export const gatewaySettings = ({ settings, limits }: GatewayConfig): Settings => ({
  ...settings,
  endpoints: settings.endpoints.map(withConcurrency),
  'requests.concurrency': NO_LIMIT,
  'requests.queueLimit': Math.min(MAX_QUEUE, Math.max(1, limits.queue) * NO_LIMIT),
  'requests.timeoutSeconds': limits.requestSeconds,
  'warming.enable': false,
  'tuning.enable': false,
});

const LOCAL = new Set(providers.filter(({ local }) => local !== undefined).map(({ name }) => name));

/** A server on somebody's own machine begins with few at once, and gets more where it stands them. */
function withConcurrency(endpoint: EndpointSetting): EndpointSetting {
  if (LOCAL.has(endpoint.provider)) return endpoint;
  return { ...endpoint, limits: { concurrency: CONCURRENCY, ...endpoint.limits } };
}
