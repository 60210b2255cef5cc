import KeyvRedis, {
  createClient,
  createCluster,
  type RedisClientOptions,
  type RedisClientType,
} from '@keyv/redis';
import { ErrorReply } from '@redis/client/dist/lib/errors.js';
import slot from '@redis/client/dist/lib/utils/calculate-slot.js';
import { isHostile } from './boundedReplies.ts';

/** A server that says nothing for so long, pings included, is hung: the connection is made anew. */
const PING_MS = 2_000;
const SILENT_MS = 6_000;
const CONNECT_TIMEOUT_MS = 2_000;
const LONGEST_RECONNECT_PAUSE_MS = 5_000;
/** With each try it is looked, too, whether another node has taken the place of this one. */
const LONGEST_NODE_PAUSE_MS = 1_000;
/** A node that is gone for so long may have been replaced: the others are asked who has its keys. */
const REFRESH_MS = 500;
/** Commands that wait for an answer; more are refused, so that a hung server costs bounded memory. */
const MAX_PENDING_COMMANDS = 1_024;

type Options = Omit<RedisClientOptions, 'url'>;

const CLIENT: Options = {
  // Without a connection a command fails at once rather than waiting for one.
  disableOfflineQueue: true,
  commandsQueueMaxLength: MAX_PENDING_COMMANDS,
  pingInterval: PING_MS,
};
const socketOf = (longestPauseMs: number) => ({
  connectTimeout: CONNECT_TIMEOUT_MS,
  socketTimeout: SILENT_MS,
  reconnectStrategy: (attempt: number) => Math.min(100 * 2 ** attempt, longestPauseMs),
});

export type Connection = Single | Cluster;
type Single = RedisClientType;
type Cluster = ReturnType<typeof createCluster>;

/**
 * A client for one server, or for the cluster that some nodes, or one, belong to. It is not connected yet.
 * Nodes of a cluster that are found later have neither scheme nor password: they get those of the first. A lazy client connects
 * to a node once it needs it: one that is gone does not keep it from the others.
 */
export function connection(
  urls: readonly string[],
  isCluster = urls.length > 1,
  isLazy = false,
): Connection {
  const first = new URL(urls[0] ?? '');
  const plain = socketOf(isCluster ? LONGEST_NODE_PAUSE_MS : LONGEST_RECONNECT_PAUSE_MS);
  const socket = first.protocol === 'rediss:' ? { ...plain, tls: true as const } : plain;
  if (!isCluster) return createClient({ ...CLIENT, socket, url: first.href }) as Single;
  const rootNodes = urls.map((url) => ({ url }));
  const username = decodeURIComponent(first.username);
  const password = decodeURIComponent(first.password);
  const account = password === '' ? {} : { username: username || 'default', password };
  return createCluster({
    rootNodes,
    defaults: { ...CLIENT, ...account, socket },
    topologyRefreshOnReconnectionAttemptStrategy: REFRESH_MS,
    minimizeConnections: isLazy,
  });
}

/** Whether a server that a client is connected to belongs to a cluster: one of its nodes is enough to find the others. */
export async function isOfCluster(client: Connection): Promise<boolean> {
  try {
    const info = await (client as Single).info('cluster');
    return typeof info === 'string' && /^cluster_enabled:1\s*$/m.test(info.slice(0, MAX_INFO));
  } catch {
    // It does not tell: it is taken for a single server, as it was named.
    return false;
  }
}

/** The module is CommonJS: at run time its default is a member of it. */
const { default: slotOf } = slot as unknown as { readonly default: typeof slot };

/** Stands for the node of a cluster that has a key; empty for one server, or for a key that no node has. */
export const nodeOf = (client: Connection, key: string): string =>
  'slots' in client ? (client.slots[slotOf(key)]?.master.address ?? '') : '';

/** Connects to all nodes of a cluster that have keys, each as soon as it can be had: nobody has to wait for that later. */
export async function connectNodes(client: Connection): Promise<void> {
  if (!('slots' in client)) return;
  await Promise.allSettled(client.masters.map(async (node) => client.nodeClient(node)));
}

/** True for an error with which a server has answered: it is there. */
export const isAnswer = (error: unknown): boolean => error instanceof ErrorReply;

/** Entries of Keyv's over a connection, under the whole keys that they are given. */
export const keyvOver = (client: Connection): KeyvRedis<string> =>
  new KeyvRedis<string>(client as Single, { keyPrefixSeparator: '', throwOnErrors: true });

export type KeyvEntries = ReturnType<typeof keyvOver>;

/** Characters of what a server tells of itself that are read. */
const MAX_INFO = 4_096;

/**
 * Ends the connection of a server that answers with what is no reply to anything that it was asked, or more than that, and tells
 * of it: the client itself would read on for ever. Of a cluster all connections end with that of such a node.
 */
export function onHostileReply(client: Connection, ended: () => void): void {
  const look = (error: unknown) => {
    if (!isHostile(error) || !client.isOpen) return;
    client.destroy();
    ended();
  };
  client.on('error', look);
  // A cluster alone emits it.
  client.on('node-error' as 'error', look);
}
