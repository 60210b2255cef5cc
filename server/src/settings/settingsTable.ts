import { isAbsolute } from 'node:path';
import * as z from 'zod';
import { ROUTING_STRATEGIES } from '../domain/routingStrategy.ts';
import { endpointSchema } from './endpointSetting.ts';
import type { NarrowRule } from './narrow.ts';
import { redisUrls } from './redisUrls.ts';
import { count, serverUrl } from './schemas.ts';

/** One setting: how it is checked, what holds without it, what the settings editor says about it. */
export interface SettingSpec<Schema extends z.ZodType = z.ZodType> {
  readonly schema: Schema;
  readonly fallback: z.output<Schema>;
  readonly description: string;
  /**
   * How a folder's value narrows the user's. Without a rule a folder cannot set it: it costs money, or decides where code,
   * keys and files go.
   */
  readonly narrow: NarrowRule | undefined;
}

const setting = <Schema extends z.ZodType>(
  schema: Schema,
  fallback: z.output<Schema>,
  description: string,
  narrow?: NarrowRule,
): SettingSpec<Schema> => ({ schema, fallback, description, narrow });

/** Shortest prefix of keys, in UTF-16 units: with fewer, keys of other applications begin as ours do. */
const MIN_PREFIX_LENGTH = 3;

/** An entry that users make themselves in the menu of code actions. */
const customAction = z.strictObject({
  title: z.string().trim().min(1).max(80),
  instruction: z.string().trim().min(1).max(4_000),
  languages: z.array(z.string().min(1).max(100)).max(100).optional(),
  kind: z
    .string()
    .regex(
      /^(?:quickfix|refactor|source)(?:\.[A-Za-z][\w-]*)*$/,
      'must be a code action kind, such as refactor.rewrite',
    )
    .max(100)
    .optional(),
});

/** A folder on this machine. A relative one depends on where the editor was started. */
const folderPath = z
  .string()
  .refine(
    (text) => text === '' || isAbsolute(text) || /^~(?=$|[\\/])/.test(text),
    'must be the whole path of a folder, or begin with ~/ for your home folder',
  );

/** Every setting of the section `aurelis`, by dotted name: the only place that knows defaults. */
export const settingsTable = {
  enable: setting(z.boolean(), true, 'Turns Aurelis on or off.', 'off'),
  endpoints: setting(
    z.array(endpointSchema),
    [],
    'Model servers to use, in order of preference; those with the same `priority` share the requests. If empty, suggestions come from the files of your workspace (the `workspace` endpoint), without a model.',
  ),
  'routing.strategy': setting(
    z.enum(ROUTING_STRATEGIES),
    'adaptive',
    'How requests are shared among endpoints that have the same `priority`: in turn by `weight` (`roundRobin`), to the one with the fewest requests under way (`leastConnections`), by how soon each answers (`weightedResponseTime`), to the one with most of its limits left (`loadBased`), by what was learnt of each (`learned`), or by what fits at the moment (`adaptive`).',
  ),
  'routing.hedge': setting(
    z.boolean(),
    false,
    'Asks a second endpoint of the same `priority` as well where a suggestion that you asked for by hand, or a code action, has no first word after a time in which 95 of 100 had one. Whoever is first is kept. At most one request in fifty is sent twice.',
  ),
  'completion.enable': setting(z.boolean(), true, 'Turns inline suggestions on or off.', 'off'),
  'completion.languages': setting(
    z.record(z.string(), z.boolean()),
    { '*': true },
    'Turns inline suggestions on or off by language id; `*` stands for all languages that are not listed.',
    'languages',
  ),
  'completion.debounceMs': setting(
    z.number().min(0).max(10_000).nullable(),
    null,
    'Delay in milliseconds between your last key and a model call. If empty, it adapts to how fast you type.',
  ),
  'completion.speculate': setting(
    z.boolean(),
    true,
    'Requests the code after a suggestion in advance while you read it. Uses at most half of the limits of an endpoint, and only while enough of these answers are used. A model server of your own also reads the next prompt ahead while you pause.',
    'off',
  ),
  'completion.maxLines': setting(
    count(200),
    12,
    'Maximum number of lines of a suggestion. From 12 on, a block inside brackets that are already closed can have twice as many.',
    'smaller',
  ),
  'cache.memory.maxEntries': setting(
    count(1_000_000),
    1000,
    'Maximum number of answers kept in memory.',
  ),
  'cache.memory.maxMegabytes': setting(
    count(4096),
    64,
    'Maximum memory for cached answers, in MB.',
  ),
  'cache.memory.ttlSeconds': setting(
    count(604_800),
    300,
    'How long an answer stays in memory, in seconds.',
  ),
  'cache.memory.eviction': setting(
    z.enum(['lru', 'lfu']),
    'lru',
    'Which answers are removed first when the memory cache is full: the least recently used (`lru`) or the least frequently used (`lfu`).',
  ),
  'cache.disk.enable': setting(
    z.boolean(),
    true,
    'Keeps answers on disk, compressed and encrypted, so that they are still there after a restart.',
    'off',
  ),
  'cache.disk.path': setting(
    folderPath,
    '',
    'Folder for the answers on disk, as a whole path; `~/` is your home folder. If empty, the storage folder of the extension is used.',
  ),
  'cache.disk.ttlSeconds': setting(
    count(31_536_000),
    86_400,
    'How long an answer stays on disk, in seconds.',
  ),
  'cache.disk.maxMegabytes': setting(
    count(65_536),
    256,
    'Maximum disk space for cached answers, in MB.',
  ),
  'cache.redis.url': setting(
    redisUrls,
    '',
    'Redis server through which answers are shared: a `redis://` or `rediss://` URL, or the URLs of the nodes of a cluster, separated by commas. If empty, Redis is not used.',
  ),
  'cache.redis.ttlSeconds': setting(
    count(31_536_000),
    3_600,
    'How long an answer stays in Redis, in seconds.',
  ),
  'cache.redis.keyPrefix': setting(
    z.string().min(MIN_PREFIX_LENGTH).max(100),
    'aurelis:',
    'Prefix of all keys in Redis, at least 3 characters: it keeps them apart from those of other applications.',
  ),
  'cache.http.url': setting(
    z.union([z.literal(''), serverUrl]),
    '',
    'HTTP cache through which answers are shared (`GET` and `PUT {url}/{key}`); it can be behind a CDN. If empty, no HTTP cache is used.',
  ),
  'cache.http.ttlSeconds': setting(
    count(31_536_000),
    604_800,
    'How long an answer stays in the HTTP cache, in seconds.',
  ),
  'cache.http.write': setting(
    z.boolean(),
    false,
    'Stores answers in the HTTP cache. If off, the HTTP cache is only read.',
    'off',
  ),
  'cache.sharedSecretEnv': setting(
    z.string().min(1).max(200),
    'AURELIS_CACHE_SECRET',
    'Environment variable that holds the team’s cache secret. The command “Aurelis: Set Team Cache Secret…” keeps the secret in the editor instead. Everyone with the same secret shares answers in Redis and the HTTP cache.',
  ),
  'cache.similarPrompts': setting(
    z.boolean(),
    false,
    'Reuses an answer for a question in plain language that differs only in polite phrases. Code always has to match exactly.',
    'off',
  ),
  'warming.enable': setting(
    z.boolean(),
    true,
    'Prepares what you are likely to need: connections and local models when you open a file, answers from disk into memory before you ask for them, prompts ahead for a model server of your own, and, within 5 % of your own calls and where calls are free, answers for the next places. For this it keeps on this machine which files are used when, as keyed digests without text or paths, for 30 days. If off, that history is deleted.',
  ),
  'requests.timeoutSeconds': setting(
    count(600),
    60,
    'Maximum time for one complete answer, in seconds.',
  ),
  'requests.firstWordSeconds': setting(
    z.number().min(1).max(600).nullable(),
    null,
    'Maximum time until an answer begins, in seconds, from 1 to 600. If empty, it follows what is usual for the model. Increase it for a model that always needs long.',
  ),
  'requests.compression': setting(
    z.enum(['auto', 'never', 'gzip', 'br', 'zstd']),
    'auto',
    'Compression of requests: `auto` compresses where the endpoint supports it, `never` does not, and the others are always used. If an endpoint refuses compression, requests are sent uncompressed.',
  ),
  'requests.minTlsVersion': setting(
    z.enum(['TLSv1.3', 'TLSv1.2']),
    'TLSv1.3',
    'Oldest TLS version that is accepted from a model server, or from a proxy that inspects connections.',
  ),
  'requests.certificatesPath': setting(
    z.string(),
    '',
    'PEM file with certificate authorities to trust in addition to those of Node and of the operating system.',
  ),
  'requests.concurrency': setting(
    count(10_000),
    20,
    'Maximum number of model calls at the same time, for all endpoints together.',
  ),
  'requests.queueLimit': setting(
    count(100_000),
    1_000,
    'Maximum number of waiting requests; further requests are refused.',
  ),
  'requests.batchSize': setting(
    count(100),
    5,
    'Number of model calls at the same time for one batch, such as “Fix all problems”.',
  ),
  'requests.retries': setting(
    z.int().min(0).max(10),
    2,
    'How often a request that you started is retried after a connection or server error. Suggestions while you type are not retried.',
  ),
  'limits.memoryMegabytes': setting(
    z.int().min(96).max(65_536),
    512,
    'Memory that the language server may use. It needs some 120 MB itself: below about 170, memory is always short. Close to it the server gives way step by step: it keeps fewer answers in memory, asks nothing ahead, sends fewer requests at once, and at last refuses batches.',
  ),
  'actions.preview': setting(
    z.enum(['always', 'rewrites', 'never']),
    'rewrites',
    'Which changes of code actions are shown before they are made: all (`always`), those that do more than mend a problem (`rewrites`), or only those that may not belong exactly where they are (`never`).',
  ),
  'actions.custom': setting(
    z.array(customAction).max(100),
    [],
    'Your own entries in the menu of code actions, such as `{ "title": "Use our logger", "instruction": "Replace console.log by log.info." }`. `languages` lists the language ids that an entry is for, `kind` is its code action kind (`refactor.rewrite` by default).',
  ),
  'tuning.enable': setting(
    z.boolean(),
    false,
    'Finds better values for how answers are cached, how long a pause has to be before a model is asked, and how many calls of a batch run at once, where you have not set these yourself. Values are judged by what you ask for anyhow; limits and privacy are never touched. The performance panel shows each change, with its reason and a button that undoes it.',
  ),
  'privacy.exclude': setting(
    z.array(z.string()),
    [],
    'Files that are never read, sent to a model or learnt, as globs such as `**/customers/**` or `*.dump`, in addition to files whose names suggest secrets and to those that ignore files name (`.gitignore`, `.aiignore`, `.cursorignore`, `.copilotignore`, `.aiexclude`, `.aurelisignore`).',
    'joined',
  ),
  'metrics.prometheusPort': setting(
    z.int().min(0).max(65_535),
    0,
    'Port on 127.0.0.1 where Prometheus can scrape metrics, at `/metrics`. 0 turns it off.',
  ),
  'metrics.otlpUrl': setting(
    z.union([z.literal(''), serverUrl]),
    '',
    'Base URL of an OpenTelemetry collector (OTLP over HTTP) to which metrics are sent every minute, such as `http://127.0.0.1:4318`. If empty, nothing is sent.',
  ),
} satisfies Record<string, SettingSpec>;

export type SettingName = keyof typeof settingsTable;
