import { spawnSync } from 'node:child_process';
import { waitFor } from '../waitFor.ts';
import { freePort } from './realServers.ts';
import { RedisServer } from './redisServer.ts';

const MASTERS = 3;
const MAX_TRIES = 3;
const CREATED_WITHIN_MS = 60_000;

export interface ClusterOptions {
  /** Replicas of each master; none without it. */
  readonly replicas?: number;
  /** After so long without an answer a master is given up, and its replica takes its place. */
  readonly nodeTimeoutMs?: number;
}

/** Three masters of one's own that share the slots, on free ports, with their replicas. */
export class RedisCluster {
  readonly nodes: readonly ClusterNode[];

  private constructor(nodes: readonly ClusterNode[]) {
    this.nodes = nodes;
  }

  static async begin(options: ClusterOptions = {}): Promise<RedisCluster> {
    for (let tries = MAX_TRIES; ; tries--) {
      const cluster = new RedisCluster(await nodesOf(options));
      const made = spawnSync('redis-cli', [
        ...['--cluster', 'create', ...cluster.nodes.map(({ address }) => address)],
        ...['--cluster-replicas', String(options.replicas ?? 0), '--cluster-yes'],
      ]);
      try {
        // Somebody else may have taken a port meanwhile.
        if (made.status !== 0) throw new Error(String(made.stdout));
        await waitFor('the cluster', () => cluster.nodes.every(isWhole), CREATED_WITHIN_MS);
        return cluster;
      } catch (error) {
        await cluster.stop();
        if (tries === 1) throw error;
      }
    }
  }

  get url(): string {
    return this.nodes.map(({ url }) => url).join(',');
  }

  /** The master that has a key, as the nodes that answer know it. */
  masterOf(key: string): RedisServer {
    const slot = Number(this.#anyone().command('cluster', 'keyslot', key));
    const master = this.nodes.find((node) => node.command('cluster', 'myid') === this.#owner(slot));
    if (master === undefined) throw new Error('No node has it');
    return master;
  }

  /** The replica of the master that has a key. */
  replicaOf(key: string): RedisServer {
    const id = this.masterOf(key).command('cluster', 'myid');
    const replica = this.nodes.find((node) =>
      node.command('cluster', 'nodes').includes(`myself,slave ${id}`),
    );
    if (replica === undefined) throw new Error('It has none');
    return replica;
  }

  /** Waits until another node than a killed one has its keys. */
  async failedOver(key: string, killed: RedisServer): Promise<void> {
    const isElsewhere = () => {
      try {
        return this.masterOf(key) !== killed && isWhole(this.#anyone());
      } catch {
        return false;
      }
    };
    await waitFor('the replica', isElsewhere, CREATED_WITHIN_MS);
  }

  async stop(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.stop()));
  }

  #anyone(): RedisServer {
    const node = this.nodes.find((each) => each.command('ping') === 'PONG');
    if (node === undefined) throw new Error('No node answers');
    return node;
  }

  /** The id of the master that has a slot, by the lines of `CLUSTER NODES`. */
  #owner(slot: number): string | undefined {
    const lines = this.#anyone().command('cluster', 'nodes').split('\n');
    const has = (range: string) => {
      const [from = Number.NaN, to = from] = range.split('-').map(Number);
      return from <= slot && slot <= to;
    };
    const line = lines.find((each) => each.split(' ').slice(8).some(has));
    return line?.split(' ')[0];
  }
}

type ClusterNode = RedisServer & { readonly address: string };

async function nodesOf({ replicas = 0, nodeTimeoutMs = 1_000 }: ClusterOptions) {
  const nodes: ClusterNode[] = [];
  while (nodes.length < MASTERS * (1 + replicas)) {
    // By itself the second port is 10,000 higher, which may be none.
    const busPort = await freePort();
    const node = await RedisServer.begin(
      ...['--cluster-enabled', 'yes', '--cluster-config-file', 'nodes.conf'],
      ...['--cluster-port', String(busPort), '--repl-diskless-sync-delay', '0'],
      ...['--cluster-node-timeout', String(nodeTimeoutMs)],
      ...['--cluster-replica-validity-factor', '0'],
    );
    nodes.push(Object.assign(node, { address: `127.0.0.1:${node.port}@${busPort}` }));
  }
  return nodes;
}

/** All slots are served, and a replica has what its master has. */
const isWhole = (node: RedisServer): boolean =>
  node.command('cluster', 'info').includes('cluster_state:ok') &&
  !/role:slave[\s\S]*master_link_status:down/.test(node.command('info', 'replication'));
