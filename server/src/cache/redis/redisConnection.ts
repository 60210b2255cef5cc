import {
  createClient,
  createCluster,
  type RedisClientOptions,
  type RedisClientType,
} from '@keyv/redis';
import { isHostile } from './boundedReplies.ts';

/** A server that says nothing for so long, pings included, is hung: the connection is made anew. */
const PING_MS = 2_000;
const SILENT_MS = 6_000;
const CONNECT_TIMEOUT_MS = 2_000;
const LONGEST_RECONNECT_PAUSE_MS = 5_000;
/** Commands that wait for an answer; more are refused, so that a hung server costs bounded memory. */
const MAX_PENDING_COMMANDS = 1_024;

type Options = Omit<RedisClientOptions, 'url'>;

const CLIENT: Options = {
  // Without a connection a command fails at once rather than waiting for one.
  disableOfflineQueue: true,
  commandsQueueMaxLength: MAX_PENDING_COMMANDS,
  pingInterval: PING_MS,
};
const SOCKET = {
  connectTimeout: CONNECT_TIMEOUT_MS,
  socketTimeout: SILENT_MS,
  reconnectStrategy: (attempt: number) => Math.min(100 * 2 ** attempt, LONGEST_RECONNECT_PAUSE_MS),
};

export type Connection = Single | Cluster;
export type Single = RedisClientType;
type Cluster = ReturnType<typeof createCluster>;

/**
 * A client for one server, or for the cluster that some nodes, or one, belong to. It is not connected yet.
 * Nodes of a cluster that are found later have neither scheme nor password: they get those of the first.
 */
export function connection(urls: readonly string[], isCluster = urls.length > 1): Connection {
  const first = new URL(urls[0] ?? '');
  const socket = first.protocol === 'rediss:' ? { ...SOCKET, tls: true as const } : SOCKET;
  if (!isCluster) return createClient({ ...CLIENT, socket, url: first.href }) as Single;
  const rootNodes = urls.map((url) => ({ url }));
  const username = decodeURIComponent(first.username);
  const password = decodeURIComponent(first.password);
  const account = password === '' ? {} : { username: username || 'default', password };
  return createCluster({ rootNodes, defaults: { ...CLIENT, ...account, socket } });
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
