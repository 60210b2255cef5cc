import type { Settings } from './settings.ts';

/** Values under which nothing connects to anything: no model, no shared cache, no collector. */
const OFFLINE = {
  endpoints: Object.freeze([]) as unknown as Settings['endpoints'],
  'cache.redis.url': '',
  'cache.http.url': '',
  'metrics.otlpUrl': '',
} as const satisfies Partial<Settings>;

/** Returns the settings for a folder that is not trusted: as they are, but without anything that uses the network. */
export const withoutNetwork = (settings: Settings): Settings =>
  Object.freeze({ ...settings, ...OFFLINE });
