import type { MetricsEvent } from '../metrics/collect/recorder.ts';
import { type PlainText, plain } from '../protocol/plainText.ts';
import { TIER_PROBLEMS } from '../protocol/tierProblem.ts';

/** A cache that is not used for a while. */
type TierDown = Extract<MetricsEvent, { readonly kind: 'tierDown' }>;

/** The caches beyond the memory: how they are called, and the setting that says where they are. */
const TIERS: Readonly<Record<string, readonly [name: string, setting: string]>> = {
  redis: ['Redis cache', 'aurelis.cache.redis.url'],
  disk: ['disk cache', 'aurelis.cache.disk.path'],
  http: ['HTTP cache', 'aurelis.cache.http.url'],
};

/** One sentence of what to do about what does not pass by itself, by reason, and by tier where that matters. */
const ADVICE: Readonly<Record<string, (setting: string) => string>> = {
  password: (setting) => `Correct them in \`${setting}\`.`,
  permission: () =>
    'Allow it to read, write and delete keys that begin with `aurelis.cache.redis.keyPrefix`, and to publish and subscribe.',
  untrusted: () => 'Add its authority with `aurelis.requests.certificatesPath`.',
  notTls: (setting) => `Name its TLS port in \`${setting}\`, or leave TLS out there.`,
  'full redis': () => 'Give it more memory, or let it evict keys (`maxmemory-policy`).',
  'full disk': (setting) => `Make room there, or name another folder in \`${setting}\`.`,
  'notWritable redis': (setting) =>
    `Name a server that takes writes, and no replica, in \`${setting}\`.`,
  'notWritable disk': (setting) => `Name a folder that you can write to in \`${setting}\`.`,
};

/** The line of the log about a cache that is not used for a while. */
export function tierLogLine({ tier, reason }: TierDown): PlainText {
  return reason === undefined
    ? plain`The ${tier} cache does not work; it is not used for a while`
    : plain`The ${tier} cache does not work, because ${TIER_PROBLEMS[reason]}; it is not used for a while`;
}

/** The message about it; `undefined` for what may pass by itself. */
export function tierMessage({ tier, reason }: TierDown): PlainText | undefined {
  const [name, setting] = TIERS[tier] ?? [];
  if (reason === undefined || name === undefined || setting === undefined) return undefined;
  const advice = (ADVICE[reason] ?? ADVICE[`${reason} ${tier}`])?.(setting);
  if (advice === undefined) return undefined;
  return plain`Aurelis: the ${name} does not work, because ${TIER_PROBLEMS[reason]}. ${advice} Suggestions go on without it.`;
}
