import * as z from 'zod';
import { endpointSchema } from './endpointSetting.ts';
import { count, httpUrl } from './schemas.ts';

/** One setting: how it is checked, what holds without it, what the settings editor says about it. */
export interface SettingSpec<Schema extends z.ZodType = z.ZodType> {
  readonly schema: Schema;
  readonly fallback: z.output<Schema>;
  readonly description: string;
  /**
   * `machine`: a workspace's settings file cannot set it, and it is restricted in untrusted
   * workspaces, because it decides where code and keys go.
   */
  readonly scope: 'machine' | 'window';
}

const setting = <Schema extends z.ZodType>(
  schema: Schema,
  fallback: z.output<Schema>,
  description: string,
  scope: 'machine' | 'window' = 'window',
): SettingSpec<Schema> => ({ schema, fallback, description, scope });

/** One Redis server, or several nodes of a cluster. */
const redisUrls = z
  .string()
  .refine(
    (text) => text === '' || text.split(',').every((url) => /^rediss?:\/\/\S+$/.test(url.trim())),
    'must be a redis:// or rediss:// URL, or several separated by commas',
  );

/** Every setting of the section `aurelis`, by dotted name: the only place that knows defaults. */
export const settingsTable = {
  enable: setting(z.boolean(), true, 'Turns the whole extension on or off.'),
  endpoints: setting(
    z.array(endpointSchema),
    [],
    'Model servers to ask, in order of preference. Empty: the embedded `workspace` endpoint alone, which needs no model.',
    'machine',
  ),
  'completion.enable': setting(z.boolean(), true, 'Inline completions on or off.'),
  'completion.languages': setting(
    z.record(z.string(), z.boolean()),
    { '*': true },
    'Inline completions by language id; `*` stands for every language not named.',
  ),
  'completion.debounceMs': setting(
    z.number().min(0).max(10_000).nullable(),
    null,
    'Fixed wait in milliseconds before a model is asked. Empty: adapted to how fast you type.',
  ),
  'completion.speculate': setting(
    z.boolean(),
    true,
    'Asks ahead for what follows a suggestion that stands for a while, within half of the budget, as long as that pays.',
  ),
  'completion.maxLines': setting(
    count(200),
    12,
    'Most lines that one suggestion shows; from 12 on, a block in brackets that are closed behind it may have twice as many.',
  ),
  'cache.memory.maxEntries': setting(count(1_000_000), 1000, 'Most answers kept in memory.'),
  'cache.memory.maxMegabytes': setting(count(4096), 64, 'Most memory for kept answers, in MB.'),
  'cache.memory.ttlSeconds': setting(
    count(604_800),
    300,
    'How long an answer stays in memory, in seconds.',
  ),
  'cache.memory.eviction': setting(
    z.enum(['lru', 'lfu']),
    'lru',
    'Which answers leave a full memory first: the least recently (`lru`) or the least frequently (`lfu`) used.',
  ),
  'cache.disk.enable': setting(
    z.boolean(),
    true,
    'Keeps answers on disk, compressed and encrypted, so that they survive a restart.',
  ),
  'cache.disk.path': setting(
    z.string(),
    '',
    'Folder for the answers on disk. Empty: the extension’s own storage.',
    'machine',
  ),
  'cache.disk.ttlSeconds': setting(
    count(31_536_000),
    86_400,
    'How long an answer stays on disk, in seconds.',
  ),
  'cache.disk.maxMegabytes': setting(count(65_536), 256, 'Most disk space for answers, in MB.'),
  'cache.redis.url': setting(
    redisUrls,
    '',
    'Redis server that answers are shared through: a `redis://` or `rediss://` URL, or several of a cluster, separated by commas. Empty: none.',
    'machine',
  ),
  'cache.redis.ttlSeconds': setting(
    count(31_536_000),
    3_600,
    'How long an answer stays in Redis, in seconds.',
  ),
  'cache.redis.keyPrefix': setting(
    z.string().max(100),
    'aurelis:',
    'What every key in Redis begins with.',
  ),
  'cache.http.url': setting(
    z.union([z.literal(''), httpUrl]),
    '',
    'HTTP cache that answers are shared through (`GET` and `PUT {url}/{key}`), which a CDN can front. Empty: none.',
    'machine',
  ),
  'cache.http.ttlSeconds': setting(
    count(31_536_000),
    604_800,
    'How long an answer stays in the HTTP cache, in seconds.',
  ),
  'cache.http.write': setting(
    z.boolean(),
    false,
    'Also stores answers in the HTTP cache. Off: it is only read.',
  ),
  'cache.sharedSecretEnv': setting(
    z.string().min(1).max(200),
    'AURELIS_CACHE_SECRET',
    'Environment variable with the team’s cache secret; the command “Set Team Cache Secret…” keeps it in the editor instead. Answers in Redis and the HTTP cache are shared by those who have the same secret.',
    'machine',
  ),
  'cache.similarPrompts': setting(
    z.boolean(),
    false,
    'Answers a question in plain prose from the same question put with other manners. Code is never matched loosely.',
  ),
  'requests.timeoutSeconds': setting(
    count(600),
    60,
    'Longest time one answer may take in all, in seconds.',
  ),
  'requests.compression': setting(
    z.enum(['auto', 'never', 'gzip', 'br', 'zstd']),
    'auto',
    'Compression of requests: where an endpoint says that it takes one (`auto`), never, or always in one way. An endpoint that refuses gets them as they are.',
  ),
  'requests.minTlsVersion': setting(
    z.enum(['TLSv1.3', 'TLSv1.2']),
    'TLSv1.3',
    'Oldest version of TLS that a model server, or a proxy that looks into connections, may speak.',
    'machine',
  ),
  'requests.certificatesPath': setting(
    z.string(),
    '',
    'File (PEM) with certificate authorities to trust beside those of Node and of the system.',
    'machine',
  ),
  'requests.concurrency': setting(
    count(10_000),
    20,
    'Most requests on their way at once, over all endpoints.',
  ),
  'requests.queueLimit': setting(
    count(100_000),
    1_000,
    'Most requests that wait for their turn; more are refused.',
  ),
  'requests.batchSize': setting(
    count(100),
    5,
    'How many requests of a batch, such as “Fix all problems”, are made at once.',
  ),
  'requests.retries': setting(
    z.int().min(0).max(10),
    2,
    'How often a request that you asked for is repeated after a fault of the connection or the server. Completions while you type are not.',
  ),
  'metrics.prometheusPort': setting(
    z.int().min(0).max(65_535),
    0,
    'Port of 127.0.0.1 on which metrics can be scraped by Prometheus, at `/metrics`. 0: none.',
    'machine',
  ),
  'metrics.otlpUrl': setting(
    z.union([z.literal(''), httpUrl]),
    '',
    'OpenTelemetry collector that metrics are sent to each minute: the base URL of its OTLP/HTTP receiver, such as `http://127.0.0.1:4318`. Empty: none.',
    'machine',
  ),
} satisfies Record<string, SettingSpec>;

export type SettingName = keyof typeof settingsTable;
