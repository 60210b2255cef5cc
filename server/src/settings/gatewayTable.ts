import * as z from 'zod';
import { endpointSchema } from './endpointSetting.ts';
import { groupSchema } from './engineMembers.ts';
import { listenAddress } from './listenAddress.ts';
import { redisUrls } from './redisUrls.ts';
import { count } from './schemas.ts';
import { virtualKeySchema } from './virtualKeySetting.ts';

export const DEFAULT_LISTEN = '127.0.0.1:4000';

/** Every member of the gateway's configuration file: how it is checked, what holds without it, what editors say about it. */
export const gatewayTable = {
  $schema: z.string().optional().describe('The address of this schema, for editors.'),
  listen: z
    .union([listenAddress, z.array(listenAddress).min(1).max(10)])
    .optional()
    .describe(
      `Where the gateway takes connections: \`host:port\` or \`[::1]:port\`, or a list of these; ${DEFAULT_LISTEN} if absent. Addresses that other machines reach need \`keys\`.`,
    ),
  endpoints: z
    .array(endpointSchema)
    .min(1)
    .max(100)
    .describe(
      'Model servers to use, in order of preference, as in the setting `aurelis.endpoints`.',
    ),
  keys: z
    .array(virtualKeySchema)
    .max(10_000)
    .optional()
    .describe('Who may ask. If absent, everybody who reaches the gateway may.'),
  workers: z
    .strictObject({
      min: count(256)
        .optional()
        .meta({ description: 'Fewest processes; 2, or `max` where that is less.' }),
      max: count(256).optional().describe('Most processes; as many as the machine has cores.'),
    })
    .optional()
    .describe('How many processes of this machine share the work.'),
  redisUrl: redisUrls.optional().meta({
    description:
      'Redis server through which instances share answers, budgets and calls under way: a `redis://` or `rediss://` URL, or the URLs of the nodes of a cluster, separated by commas. If empty, each instance is alone.',
    default: '',
  }),
  limits: z
    .strictObject({
      bodyMegabytes: z
        .number()
        .min(0.001)
        .max(100)
        .default(10)
        .describe('Largest request, in MB; larger ones are refused.'),
      concurrency: count(100_000)
        .optional()
        .describe('Most requests under way at once in each process. If absent, as many as come.'),
      queue: z
        .int()
        .min(0)
        .max(100_000)
        .default(200)
        .describe(
          'Most requests in each process that wait for their turn. Where more come, those of batches are refused first.',
        ),
      cacheTemperature: z
        .number()
        .min(0)
        .max(2)
        .default(0.3)
        .describe(
          'Requests with a higher `temperature` are neither answered from the cache nor stored.',
        ),
      unknownParameters: z
        .enum(['pass', 'refuse'])
        .default('pass')
        .describe('What becomes of parameters that the gateway does not know.'),
      drainSeconds: z
        .int()
        .min(0)
        .max(3_600)
        .default(30)
        .describe('How long answers under way may take to end when the gateway is to end.'),
      requestSeconds: count(3_600)
        .default(600)
        .describe(
          'Maximum time for one complete answer, in seconds. No request waits longer for its turn, either.',
        ),
    })
    .prefault({})
    .describe('Limits over all keys.'),
  cache: groupSchema('cache')?.describe(
    'How answers are cached, as in the settings `aurelis.cache.*`.',
  ),
  routing: groupSchema('routing')?.describe(
    'How endpoints share the requests, as in the settings `aurelis.routing.*`.',
  ),
} satisfies Record<string, z.ZodType>;

export type GatewayLimits = Readonly<z.output<typeof gatewayTable.limits>>;
