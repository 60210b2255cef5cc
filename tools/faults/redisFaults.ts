import { RedisTier } from '../../server/src/cache/redis/redisTier.ts';
import type { StoredGeneration } from '../../server/src/pipeline/withCache.ts';
import { RedisServer } from '../servers/redisServer.ts';
import { waitFor } from '../waitFor.ts';
import type { BrokenTier, Fault, Tier } from './scenario.ts';

/** The faults of a Redis server. */
export const redisFaults: readonly Fault[] = [
  fault('Redis hangs (SIGSTOP)', (server) => ({
    breakIt: () => server.hang(),
    mend: () => server.goOn(),
  })),
  fault('Redis is killed', (server, tier) => ({
    breakIt: () => server.kill(),
    mend: async () => {
      await server.restart();
      await waitFor('the connection', () => tier.isUp, 10_000);
    },
  })),
  fault('Redis is flushed', (server) => ({
    breakIt: () => server.command('flushall'),
    mend: () => undefined,
  })),
  fault('Redis is out of memory', (server) => ({
    breakIt: () => server.command('config', 'set', 'maxmemory', '1'),
    mend: () => server.command('config', 'set', 'maxmemory', '0'),
  })),
  fault('Redis holds other types under our keys', (server) => ({
    breakIt: () => {
      for (const key of ours(server)) {
        server.command('del', key);
        server.command('rpush', key, 'a', 'b');
      }
    },
    mend: () => undefined,
  })),
  fault('Redis holds values of an older schema', (server) => ({
    breakIt: () => {
      for (const [index, key] of ours(server).entries()) {
        const old = Buffer.concat([Buffer.from([1, 0]), Buffer.alloc(60, index)]);
        server.command('set', key, index % 2 === 0 ? old.toString('base64') : '{"value":1}');
      }
    },
    mend: () => undefined,
  })),
];

const ours = (server: RedisServer): string[] =>
  server
    .command('--scan')
    .split('\n')
    .filter((key) => key.includes('model_request'));

function fault(
  name: string,
  how: (server: RedisServer, tier: Tier) => Omit<BrokenTier, 'tier' | 'stop'>,
): Fault {
  return {
    name,
    tier: 'redis',
    create: async ({ codec, clock, incident }) => {
      const server = await RedisServer.begin();
      const tier = new RedisTier<StoredGeneration>(
        { urls: [server.url], keyPrefix: 'faults:', ttlMs: 3_600_000 },
        { codec, clock, incident, origin: 'me' },
      );
      await waitFor('Redis', () => tier.isUp);
      return { tier, ...how(server, tier), stop: () => server.stop() };
    },
  };
}
