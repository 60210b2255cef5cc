import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../server/src/base/clock.ts';
import { SharedBudgets } from '../../server/src/engine/sharedBudgets.ts';
import { SqliteBudget } from '../../server/src/limits/sqliteBudget.ts';
import { RedisBudget } from '../../server/src/redis/redisBudget.ts';
import { RedisLink } from '../../server/src/redis/redisLink.ts';
import { parseSettings } from '../../server/src/settings/settings.ts';
import { needs } from '../../tools/servers/realServers.ts';
import { RedisCluster } from '../../tools/servers/redisCluster.ts';
import { RedisServer } from '../../tools/servers/redisServer.ts';
import { FakeClock } from '../../tools/testing/fakeClock.ts';
import { timed } from '../../tools/testing/timedScripts.ts';
import { waitFor } from '../../tools/waitFor.ts';
import { budgetContract } from './budgetContract.ts';

describe('in files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'aurelis-budgets-'));
  const opened: { dispose(): void }[] = [];
  let files = 0;
  afterEach(() => {
    for (const each of opened.splice(0)) each.dispose();
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  const owned = <Opened extends { dispose(): void }>(each: Opened): Opened => {
    opened.push(each);
    return each;
  };

  budgetContract('in SQLite', {
    create: (clock) =>
      owned(new SqliteBudget(join(folder, `${++files}.sqlite`), () => clock.now())),
  });

  budgetContract('of the engine', {
    create: (clock) =>
      owned(new SharedBudgets(parseSettings({}).settings, join(folder, `${++files}`), clock)),
    runs: 5,
  });
});

describe('in a real Redis', () => {
  needs('redis-server', '--version');
  let prefixes = 0;
  let server: RedisServer;
  let link: RedisLink;
  before(async () => {
    server = await RedisServer.begin();
    link = new RedisLink([server.url], systemClock);
    await waitFor('Redis', () => link.isUp);
  });
  after(async () => {
    link?.dispose();
    await server?.stop();
  });

  budgetContract('in Redis', {
    create: (clock) => new RedisBudget(timed(link, clock), `test${++prefixes}:`),
  });

  describe('what others have written', () => {
    const MINUTE = { name: 'minute', limit: 5, periodMs: 60_000 };
    const [clock, key] = [new FakeClock(), 'hostile:spent:{a}:minute'];
    const slot = Math.floor(clock.now() / 250);
    const take = () => new RedisBudget(timed(link, clock), 'hostile:').take('a', [MINUTE]);
    const write = (...fields: string[]) => server.command('hset', key, ...fields);
    afterEach(() => server.command('del', key));

    it('is nothing that anybody can have spent', async () => {
      const amounts = [
        'many',
        'nan',
        'inf',
        '-inf',
        '-1000000',
        '0',
        '0.5',
        '1e300',
        '9000000000000001',
        '',
      ];
      for (const [index, amount] of amounts.entries()) write(String(slot - index), amount);
      for (const at of ['text', 'nan', 'inf', String(slot + 241), String(slot - 244), '1e300']) {
        write(at, '5000000');
      }
      assert.deepEqual((await take()).remaining, [4]);
      assert.equal(server.command('hlen', key), '1');
    });

    it('lets nobody wait longer than a period, and half a second', async () => {
      write(String(slot + 240), '9000000000000000');
      const { waitMs } = await take();
      assert.ok(waitMs > 60_000 && waitMs <= 121_000, String(waitMs));
    });

    it('is forgotten where it is more than a period has', async () => {
      const many = Array.from({ length: 1_001 }, (_, index) => [`${slot}${index}`, '1000000']);
      write(...many.slice(0, 1_000).flat());
      write(String(slot), '1000000');
      assert.deepEqual((await take()).remaining, [4]);
      assert.equal(server.command('hlen', key), '1');
    });

    it('is refused where it is something else', async () => {
      server.command('set', key, 'theirs');
      await assert.rejects(take(), /WRONGTYPE/);
    });

    it('ends by itself', async () => {
      await take();
      const leftMs = Number(server.command('pttl', key));
      assert.ok(leftMs > 100_000 && leftMs <= 120_000, String(leftMs));
    });
  });
});

describe('answers about budgets', () => {
  const answers: readonly unknown[] = [
    null,
    'OK',
    [],
    [0],
    [0, 1],
    [0, 1, 2, 3],
    [-1, 1, 2],
    [121_001, 1, 2],
    ['a', 1, 2],
    [0, 0.5, 2],
    [0, 1, 2 ** 60],
  ];
  for (const answer of answers) {
    it(`are not believed: ${JSON.stringify(answer)}`, async () => {
      const budget = new RedisBudget({ run: async () => answer }, 'x:');
      const minute = { name: 'minute', limit: 5, periodMs: 60_000 };
      await assert.rejects(budget.take('a', [minute]), /no answer about budgets/);
    });
  }
});

describe('in a real Redis Cluster', function () {
  this.timeout(60_000);
  needs('redis-server', '--version');
  let prefixes = 0;
  let cluster: RedisCluster;
  let link: RedisLink;
  before(async () => {
    cluster = await RedisCluster.begin();
    link = new RedisLink(cluster.url.split(','), systemClock);
    await waitFor('the cluster', () => link.isUp);
    const asked = () =>
      Promise.all(
        [...'abcdefghijkl'].map((scope) => link.run('return 1', [`{${scope}}`], [])),
      ).then(
        () => true,
        () => false,
      );
    await waitFor('all of its nodes', asked, 10_000);
  });
  after(async () => {
    link?.dispose();
    await cluster?.stop();
  });

  budgetContract('in Redis Cluster', {
    create: (clock) => new RedisBudget(timed(link, clock), `test${++prefixes}:`),
    runs: 10,
  });
});
