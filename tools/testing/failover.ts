import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from '@keyv/redis';
import { systemClock } from '../../server/src/base/clock.ts';
import { ShareBudget } from '../../server/src/limits/shareBudget.ts';
import type { SpendableBudget } from '../../server/src/limits/sharedBudget.ts';
import { RedisBudget } from '../../server/src/redis/redisBudget.ts';
import { RedisLink } from '../../server/src/redis/redisLink.ts';
import { RedisCluster } from '../servers/redisCluster.ts';
import { waitFor } from '../waitFor.ts';

export interface FailoverOptions {
  readonly instances: number;
  readonly limit: number;
  readonly periodMs: number;
  /** Grants that are not replicated before the master dies, at least. */
  readonly unreplicated: number;
  /** Each takes as evenly as the budget is renewed; else all that it gets. */
  readonly isEven: boolean;
}

export interface FailoverSpending {
  /** By what all share, and by the instances alone while that was away. */
  readonly granted: { readonly shared: number; readonly alone: number };
  /** Grants that died with the master. */
  readonly lost: number;
  /** The most, at any instant, beyond the limit and what has been renewed since the first grant; ≤ `lost` is right. */
  readonly mostAbove: number;
  /** The most of all in any period; ≤ limit + `lost` is right. */
  readonly mostInPeriod: number;
  /** The most that one instance gave by itself in any period. */
  readonly mostAlone: number;
  /** The longest time of asking for a grant, that of all but one in a hundred, and the usual one, in milliseconds. */
  readonly longestMs: number;
  readonly p99Ms: number;
  readonly usualMs: number;
  /** From the death of the master to the first grant of its replica. */
  readonly awayMs: number;
}

interface Grant {
  readonly at: number;
  readonly instance: number;
  readonly isShared: boolean;
}

const SCOPE = 'a key';
const NAME = 'minute';
const KEY = `test:spent:{${SCOPE}}:${NAME}`;
/** Longer than instances settle after the return. */
const AFTER_MS = 14_000;

/** Instances take all they get of one budget in a real cluster of six nodes, while the master that keeps it is killed. */
export async function spendThroughFailover(options: FailoverOptions): Promise<FailoverSpending> {
  const { instances, limit, periodMs, unreplicated, isEven } = options;
  const cluster = await RedisCluster.begin({ replicas: 1 });
  const links = Array.from(
    { length: instances },
    () => new RedisLink(cluster.url.split(','), systemClock),
  );
  const grants: Grant[] = [];
  const times: number[] = [];
  let isOver = false;
  const spend = async (link: RedisLink, instance: number) => {
    let isShared = false;
    const redis = new RedisBudget(link, 'test:');
    const shared: SpendableBudget = {
      take: async (...asked) => {
        const grant = await redis.take(...asked);
        isShared = true;
        return grant;
      },
      spend: (...spent) => redis.spend(...spent),
    };
    const budget = new ShareBudget(shared, { clock: systemClock, instances: () => instances });
    while (!isOver) {
      isShared = false;
      const begunAt = performance.now();
      const { waitMs } = await budget.take(SCOPE, [{ name: NAME, limit, periodMs }]);
      times.push(performance.now() - begunAt);
      if (waitMs === 0) grants.push({ at: Date.now(), instance, isShared });
      const evenlyMs = isEven ? (0.8 * instances * periodMs) / limit : 1;
      // Not all in step.
      await pause(waitMs === 0 ? evenlyMs : Math.min(waitMs, 10 + 3 * instance));
    }
    budget.dispose();
  };
  try {
    const reach = (link: RedisLink) =>
      link.run('return 1', [KEY], []).then(
        () => true,
        () => false,
      );
    for (const link of links) await waitFor('the cluster', () => reach(link), 15_000);
    const [master, replica] = [cluster.masterOf(KEY), cluster.replicaOf(KEY)];
    const spending = links.map(spend);
    await pause(1.5 * periodMs);
    if (unreplicated > 0) {
      replica.hang();
      master.command('client', 'kill', 'type', 'replica');
      const before = grants.length;
      const since = () => grants.slice(before).filter(({ isShared }) => isShared).length;
      await waitFor('grants', () => since() >= unreplicated, 20_000);
    }
    const kept = await heldBy(master);
    await master.kill();
    const killedAt = Date.now();
    replica.goOn();
    const held = await heldBy(replica);
    await cluster.failedOver(KEY, master);
    await pause(AFTER_MS);
    isOver = true;
    await Promise.all(spending);
    const back = grants.find(({ at, isShared }) => isShared && at > killedAt);
    const sorted = times.toSorted((one, other) => one - other);
    return {
      granted: {
        shared: grants.filter(({ isShared }) => isShared).length,
        alone: grants.filter(({ isShared }) => !isShared).length,
      },
      lost: lostOf(kept, held),
      mostAbove: mostAbove(grants, options),
      mostInPeriod: mostWithin(grants, periodMs),
      mostAlone: mostAlone(grants, options),
      longestMs: sorted.at(-1) ?? 0,
      p99Ms: sorted[Math.floor(0.99 * sorted.length)] ?? 0,
      usualMs: sorted[Math.floor(sorted.length / 2)] ?? 0,
      awayMs: (back?.at ?? Number.POSITIVE_INFINITY) - killedAt,
    };
  } finally {
    isOver = true;
    for (const link of links) link.dispose();
    await cluster.stop();
  }
}

/** The grants that a node knows of, by slot, replica or not. */
async function heldBy({ port }: { readonly port: number }): Promise<Map<string, number>> {
  const client = createClient({ url: `redis://127.0.0.1:${port}`, readonly: true });
  await client.connect();
  try {
    const slots = Object.entries(await client.hGetAll(KEY));
    return new Map(slots.map(([slot, micros]) => [slot, Number(micros) / 1e6]));
  } finally {
    client.destroy();
  }
}

const lostOf = (kept: ReadonlyMap<string, number>, held: ReadonlyMap<string, number>): number =>
  [...kept].reduce((sum, [slot, count]) => sum + Math.max(0, count - (held.get(slot) ?? 0)), 0);

function mostAbove(grants: readonly Grant[], { limit, periodMs }: FailoverOptions): number {
  const times = grants.map(({ at }) => at).sort((one, other) => one - other);
  const [first = 0] = times;
  return Math.max(
    ...times.map((at, index) => index + 1 - (limit + (limit / periodMs) * (at - first))),
  );
}

function mostAlone(grants: readonly Grant[], { instances, periodMs }: FailoverOptions): number {
  const alone = grants.filter(({ isShared }) => !isShared);
  const counts = Array.from({ length: instances }, (_, instance) =>
    mostWithin(
      alone.filter((each) => each.instance === instance),
      periodMs,
    ),
  );
  return Math.max(...counts);
}

const mostWithin = (grants: readonly Grant[], periodMs: number): number =>
  Math.max(
    0,
    ...grants.map(
      ({ at: from }) => grants.filter(({ at }) => at >= from && at < from + periodMs).length,
    ),
  );
