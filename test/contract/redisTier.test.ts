import { strict as assert } from 'node:assert';
import { connect } from 'node:net';
import { Codec } from '../../server/src/cache/codec/codec.ts';
import type { CacheEvent } from '../../server/src/cache/events.ts';
import { RedisTier } from '../../server/src/cache/redis/redisTier.ts';
import type { Invalidation } from '../../server/src/cache/tier.ts';
import { TierIncident } from '../../server/src/cache/tierIncident.ts';
import { REQUEST_KEY } from '../../server/src/pipeline/requestKey.ts';
import { RedisBudget } from '../../server/src/redis/redisBudget.ts';
import { RedisLink } from '../../server/src/redis/redisLink.ts';
import { needs } from '../../tools/servers/realServers.ts';
import { RedisCluster } from '../../tools/servers/redisCluster.ts';
import { RedisServer } from '../../tools/servers/redisServer.ts';
import { anEntry } from '../../tools/testing/entries.ts';
import { FakeClock } from '../../tools/testing/fakeClock.ts';
import { waitFor } from '../../tools/waitFor.ts';
import { contract } from './contract.ts';

let prefixes = 0;

function redisTier(
  url: string,
  clock = new FakeClock(),
  changes: { keyPrefix?: string; keyShape?: RegExp; secret?: string; origin?: string } = {},
) {
  const events: CacheEvent[] = [];
  const keyPrefix = changes.keyPrefix ?? `test${prefixes++}:`;
  const tier = new RedisTier<string>(
    {
      urls: url.split(','),
      keyPrefix,
      ttlMs: 3_600_000,
      ...(changes.keyShape && { keyShape: changes.keyShape }),
    },
    {
      codec: new Codec(changes.secret ?? 'secret'),
      clock,
      incident: new TierIncident('redis', (event) => events.push(event)),
      origin: changes.origin ?? 'me',
    },
  );
  const heard: Invalidation[] = [];
  tier.onInvalidated((what) => heard.push(what));
  return { tier, events, heard, keyPrefix, up: () => waitFor('Redis', () => tier.isUp) };
}

describe('against a real redis-server', () => {
  needs('redis-server', '--version');
  let server: RedisServer;

  before(async () => {
    server = await RedisServer.begin();
  });

  after(() => server?.stop());

  contract('redis', { create: (clock) => redisTier(server.url, clock).tier });

  it('holds nothing in clear, and nothing for who has another secret', async () => {
    const mine = redisTier(server.url);
    await mine.up();
    await mine.tier.set('k', anEntry('seededSecretText '.repeat(10)));
    const { keyPrefix } = mine;
    const stored = server.command('get', `${keyPrefix}0:k`);
    assert.ok(stored.length > 100, stored);
    for (const form of [stored, Buffer.from(stored, 'base64').toString('latin1')]) {
      assert.ok(!form.includes('seeded'));
    }
    const other = redisTier(server.url, new FakeClock(), { keyPrefix, secret: 'other' });
    await other.up();
    assert.equal(await other.tier.get('k'), undefined);
    const teammate = redisTier(server.url, new FakeClock(), { keyPrefix });
    await teammate.up();
    assert.ok((await teammate.tier.get('k'))?.value.startsWith('seeded'));
    for (const { tier } of [mine, other, teammate]) tier.dispose();
  });

  it('keeps what an entry is about to this machine', async () => {
    const { tier, up } = redisTier(server.url);
    await up();
    await tier.set('k', anEntry('1', { about: { model: 'm', file: 'payroll.ts' } }));
    assert.equal((await tier.get('k'))?.about, undefined);
    tier.dispose();
  });

  it('gives every entry an end, no later than its time to live', async () => {
    const clock = new FakeClock();
    clock.wallOffsetMs = Date.now();
    const { tier, up, keyPrefix } = redisTier(server.url, clock);
    await up();
    await tier.set('k', anEntry('1'));
    const leftMs = Number(server.command('pttl', `${keyPrefix}0:k`));
    assert.ok(leftMs > 3_500_000 && leftMs <= 3_600_000, String(leftMs));
    tier.dispose();
  });

  it('clears keys of its own shape only, also where its prefix is empty', async () => {
    const { tier, up } = redisTier(server.url, new FakeClock(), {
      keyPrefix: '',
      keyShape: REQUEST_KEY,
    });
    await up();
    const own = `model_request:${'a'.repeat(32)}`;
    await tier.set(own, anEntry('1'));
    const theirs = [
      'theirs',
      '0:theirs',
      `0:${own}:x`,
      own,
      `x0:${own}`,
      'budget:{a}:minute',
      '7:',
    ];
    for (const key of [...theirs, `5:${own}`]) server.command('set', key, 'v');
    await tier.clear();
    assert.deepEqual(
      theirs.map((key) => server.command('exists', key)),
      theirs.map(() => '1'),
    );
    assert.equal(server.command('exists', `5:${own}`), '0');
    assert.equal(server.command('exists', `0:${own}`), '0');
    tier.dispose();
    for (const key of [...theirs, 'generation']) server.command('del', key);
  });

  it('tells the others of what was deleted and cleared, but not itself', async () => {
    const mine = redisTier(server.url);
    const { keyPrefix } = mine;
    const theirs = redisTier(server.url, new FakeClock(), { keyPrefix, origin: 'they' });
    await Promise.all([mine.up(), theirs.up()]);
    await mine.tier.set('k', anEntry('1'));
    await waitFor('both to listen', () =>
      server.command('pubsub', 'numsub', `${keyPrefix}invalidate`).endsWith('2'),
    );
    mine.heard.length = 0;
    theirs.heard.length = 0;
    await mine.tier.delete('k');
    await waitFor('the message', () => theirs.heard.length === 1);
    assert.deepEqual(theirs.heard, [{ keys: ['k'] }]);
    await mine.tier.set('k', anEntry('1'));
    await mine.tier.clear();
    await waitFor('the message', () => theirs.heard.includes('everything'));
    assert.deepEqual(mine.heard, []);
    // What somebody who has not heard of it yet still writes is never read again.
    await theirs.tier.set('late', anEntry('1'));
    await waitFor('the new generation', async () => {
      await theirs.tier.set('new', anEntry('2'));
      return (await mine.tier.get('new')) !== undefined;
    });
    for (const { tier } of [mine, theirs]) tier.dispose();
  });

  it('learns of a clear whose message it missed, within half a minute', async () => {
    const clock = new FakeClock();
    const { tier, up, heard, keyPrefix } = redisTier(server.url, clock);
    await up();
    await tier.set('k', anEntry('1'));
    server.command('incr', `${keyPrefix}generation`);
    heard.length = 0;
    await clock.pass(30_000);
    await waitFor('the notice', () => heard.includes('everything'));
    assert.equal(await tier.get('k'), undefined);
    tier.dispose();
  });

  it('ignores what is on its channel and not ours', async () => {
    const { tier, up, heard, keyPrefix } = redisTier(server.url);
    await up();
    await waitFor('it to listen', () =>
      server.command('pubsub', 'numsub', `${keyPrefix}invalidate`).endsWith('1'),
    );
    heard.length = 0;
    for (const junk of ['', 'x', '7', 'null', '{}', '{"origin":"o","keys":5}']) {
      server.command('publish', `${keyPrefix}invalidate`, junk);
    }
    server.command('publish', `${keyPrefix}invalidate`, '{"origin":"o","keys":["k"]}');
    await waitFor('the message', () => heard.length > 0);
    assert.deepEqual(heard, [{ keys: ['k'] }]);
    tier.dispose();
  });
});

describe('a flood on the channel of a real Redis', function () {
  this.timeout(30_000);
  needs('redis-server', '--version');

  const FLOODS: readonly (readonly [name: string, times: number, message: string])[] = [
    ['messages', 3_000, '{"origin":"o"}'],
    ['keys', 40, JSON.stringify({ origin: 'o', keys: Array(9_000).fill('key') })],
  ];
  for (const [name, times, message] of FLOODS) {
    it(`is left, and listened to again some seconds later: ${name}`, async () => {
      const server = await RedisServer.begin();
      const clock = new FakeClock();
      const { tier, up, heard, keyPrefix } = redisTier(server.url, clock);
      const channel = `${keyPrefix}invalidate`;
      const listeners = (count: number) => () =>
        server.command('pubsub', 'numsub', channel).endsWith(String(count));
      await up();
      await waitFor('it to listen', listeners(1));
      heard.length = 0;
      const peer = connect(server.port, '127.0.0.1');
      peer.on('error', () => undefined).resume();
      peer.write(`PUBLISH ${channel} '${message}'\r\n`.repeat(times));
      await waitFor('it to leave', listeners(0));
      assert.ok(heard.length > 0 && heard.length <= 1_000, `${heard.length} messages`);
      heard.length = 0;
      await waitFor(
        'it to listen again',
        async () => {
          await clock.pass(1_000);
          return heard.length > 0 && listeners(1)();
        },
        15_000,
      );
      assert.ok(heard.every((what) => what === 'everything'));
      const missed = heard.length;
      assert.equal(tier.isUp, true);
      server.command('publish', channel, '{"origin":"o","keys":["k"]}');
      await waitFor('a message', () => heard.length > missed);
      assert.deepEqual(heard.at(-1), { keys: ['k'] });
      tier.dispose();
      peer.destroy();
      await server.stop();
    });
  }
});

describe('against a real Redis Cluster of three masters', function () {
  this.timeout(30_000);
  needs('redis-server', '--version');
  let cluster: RedisCluster;

  before(async () => {
    cluster = await RedisCluster.begin();
  });

  after(() => cluster?.stop());

  contract('redis cluster', { create: (clock) => redisTier(cluster.url, clock).tier });

  it('spreads its entries over the nodes, and clears them all', async () => {
    const { tier, up } = redisTier(cluster.url);
    await up();
    for (let index = 0; index < 60; index++) await tier.set(`k${index}`, anEntry('1'));
    const sizes = cluster.nodes.map((node) => Number(node.command('dbsize')));
    assert.ok(
      sizes.every((size) => size >= 5),
      String(sizes),
    );
    assert.equal(await tier.clear(), 60);
    tier.dispose();
  });

  it('is found by one of its nodes, and budgets in it, too', async () => {
    const [node] = cluster.nodes;
    const url = node?.url ?? '';
    const { tier, events, up } = redisTier(url);
    await up();
    for (let index = 0; index < 30; index++) await tier.set(`o${index}`, anEntry('1'));
    for (let index = 0; index < 30; index++) {
      assert.equal((await tier.get(`o${index}`))?.value, '1');
    }
    assert.deepEqual(events, []);
    await tier.clear();
    tier.dispose();
    const link = new RedisLink([url], new FakeClock());
    const budget = new RedisBudget(link, `test${prefixes++}:`);
    const ONE = [{ name: 'minute', limit: 9, periodMs: 60_000 }];
    const scopes = ['a', 'b', 'c', 'd', 'e', 'f'];
    const take = () => Promise.all(scopes.map((scope) => budget.take(scope, ONE)));
    await waitFor('the budgets', () =>
      take().then(
        () => true,
        () => false,
      ),
    );
    assert.ok((await take()).every(({ waitMs }) => waitMs === 0));
    link.dispose();
  });
});
