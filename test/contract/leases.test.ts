import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';
import { systemClock } from '../../server/src/base/clock.ts';
import { type HeldElsewhere, type Lease, Leases } from '../../server/src/redis/leases.ts';
import { Notices } from '../../server/src/redis/notices.ts';
import { RedisLink, type Scripts } from '../../server/src/redis/redisLink.ts';
import { needs } from '../../tools/servers/realServers.ts';
import { RedisCluster } from '../../tools/servers/redisCluster.ts';
import { RedisServer } from '../../tools/servers/redisServer.ts';
import { FakeClock } from '../../tools/testing/fakeClock.ts';
import { waitFor } from '../../tools/waitFor.ts';

const signal = new AbortController().signal;
let prefixes = 0;

/** A process with its own connections to Redis. */
async function aProcess(url: string, keyPrefix: string, clock = new FakeClock()) {
  const urls = url.split(',');
  const scripts = new RedisLink(urls, systemClock);
  const notices = new Notices(urls, Leases.channel(keyPrefix), systemClock);
  await waitFor('Redis', () => scripts.isUp && notices.isListening);
  const leases = new Leases({ scripts, notices, clock, newId: randomUUID }, keyPrefix);
  return {
    leases,
    clock,
    notices,
    stop: () => {
      scripts.dispose();
      notices.dispose();
    },
  };
}

const asLease = (got: Lease | HeldElsewhere): Lease => {
  assert.ok(got.isHeld);
  return got;
};

function leaseContract(where: string, urlOf: () => string, command: () => RedisServer): void {
  describe(`leases in ${where}`, () => {
    let keyPrefix: string;
    let one: Awaited<ReturnType<typeof aProcess>>;
    let other: Awaited<ReturnType<typeof aProcess>>;
    beforeEach(async () => {
      keyPrefix = `test${++prefixes}:`;
      [one, other] = await Promise.all([
        aProcess(urlOf(), keyPrefix),
        aProcess(urlOf(), keyPrefix),
      ]);
    });
    afterEach(() => {
      one.stop();
      other.stop();
    });

    it('are held by one at a time, each with a larger token', async () => {
      const [place, behind] = [one.leases.place('a'), other.leases.place('a')];
      const first = asLease(await place.acquire());
      const refused = await behind.acquire();
      assert.ok(!refused.isHeld && refused.leftMs > 9_000 && refused.leftMs <= 10_000);
      assert.equal(refused.token, 1);
      const ended = behind.ended(20_000, signal);
      first.release('failed');
      assert.equal(await ended, 'failed');
      const second = asLease(await behind.acquire());
      assert.deepEqual([first.isFirst, second.isFirst], [true, false]);
      assert.deepEqual([await first.isNewest(), await second.isNewest()], [false, true]);
      // The first has nothing to give up any more.
      first.release('stored');
      const again = await place.acquire();
      assert.ok(!again.isHeld && again.token === 2);
      second.release('stored');
      assert.ok((await other.leases.place('b').acquire()).isHeld);
      place.dispose();
      behind.dispose();
    });

    it('tell those who wait of no other lease, and nobody where none waits', async () => {
      const words: string[] = [];
      const heard = [one, other].map(({ notices }) =>
        ['a', 'b'].map((name) => notices.listen(name, (word) => words.push(`${name} ${word}`))),
      );
      asLease(await one.leases.place('a').acquire()).release('stored');
      const held = asLease(await one.leases.place('b').acquire());
      const place = other.leases.place('b');
      await place.acquire();
      const ended = place.ended(20_000, signal);
      held.release('unstored');
      assert.equal(await ended, 'unstored');
      await waitFor('both', () => words.length === 2);
      assert.deepEqual(words, ['b unstored', 'b unstored']);
      for (const each of heard.flat()) each.dispose();
      place.dispose();
    });

    it('is held for as long as its holder works, up to two minutes', async () => {
      const key = `${keyPrefix}lease:{a}`;
      const server = command();
      const leftMs = () => Number(server.command('-c', 'pttl', key));
      asLease(await one.leases.place('a').acquire());
      server.command('-c', 'pexpire', key, '2000');
      await one.clock.pass(3_400);
      await waitFor('the renewal', () => leftMs() > 5_000);
      server.command('-c', 'pexpire', key, '20');
      await waitFor('the end', () => leftMs() < 0);
      // It was paused for too long: another one has it.
      const newer = asLease(await other.leases.place('a').acquire());
      await one.clock.pass(3_400);
      assert.ok(await newer.isNewest());
      server.command('-c', 'pexpire', key, '5000');
      await other.clock.pass(119_000);
      await waitFor('the last renewal', () => leftMs() > 5_000);
      server.command('-c', 'pexpire', key, '5000');
      await other.clock.pass(10_000);
      await new Promise((resolve) => setTimeout(resolve, 100));
      assert.ok(leftMs() <= 5_000, String(leftMs()));
    });
  });
}

describe('against a real redis-server', () => {
  needs('redis-server', '--version');
  let server: RedisServer;
  before(async () => {
    server = await RedisServer.begin();
  });
  after(() => server?.stop());

  leaseContract(
    'Redis',
    () => server.url,
    () => server,
  );

  it('leases end where somebody else has written under their names', async () => {
    const { leases, stop } = await aProcess(server.url, 'x:');
    server.command('set', 'x:lease:{a}', 'theirs');
    const held = await leases.place('a').acquire();
    assert.ok(!held.isHeld && held.leftMs === 10_000);
    assert.ok(Number(server.command('pttl', 'x:lease:{a}')) > 0);
    server.command('rpush', 'x:fence:{b}', 'a', 'b');
    await assert.rejects(leases.place('b').acquire(), /WRONGTYPE/);
    assert.equal(server.command('exists', 'x:lease:{b}'), '0');
    server.command('set', 'x:fence:{c}', 'many');
    await assert.rejects(leases.place('c').acquire());
    stop();
  });

  it('nobody hears what is on the channel and not ours', async () => {
    const { notices, stop } = await aProcess(server.url, 'y:');
    const words: string[] = [];
    notices.listen('a', (word) => words.push(word));
    for (const junk of ['', 'a', 'a ', 'a stored again', `${'a'.repeat(65)} stored`, 'a STORED']) {
      server.command('publish', 'y:ended', junk);
    }
    server.command('publish', 'y:ended', 'a stored');
    await waitFor('the word', () => words.length > 0);
    assert.deepEqual(words, ['stored']);
    stop();
  });

  it('a lease that comes too late is given back', async () => {
    const { leases, stop } = await aProcess(server.url, 'z:');
    server.hang();
    try {
      await assert.rejects(leases.place('a').acquire(), /in time/);
    } finally {
      server.goOn();
    }
    await waitFor('the lease', () => server.command('get', 'z:fence:{a}') === '1');
    await waitFor('its end', () => server.command('exists', 'z:lease:{a}') === '0');
    stop();
  });
});

describe('against a real Redis Cluster', function () {
  this.timeout(60_000);
  needs('redis-server', '--version');
  let cluster: RedisCluster;
  before(async () => {
    cluster = await RedisCluster.begin();
  });
  after(() => cluster?.stop());

  leaseContract(
    'Redis Cluster',
    () => cluster.url,
    () => cluster.nodes[0] as RedisServer,
  );
});

describe('answers about leases', () => {
  const answers: readonly unknown[] = [
    null,
    'OK',
    [],
    [1],
    ['a', 0],
    [1, -1],
    [1, 10_001],
    [1, 'b'],
    [2 ** 60, 0],
    [0.5, 0],
  ];
  for (const answer of answers) {
    it(`are not believed: ${JSON.stringify(answer)}`, async () => {
      const scripts: Scripts = { run: async () => answer };
      const clock = new FakeClock();
      const notices = new Notices([''], 'x', clock);
      const leases = new Leases({ scripts, notices, clock, newId: () => 'me' }, 'x:');
      await assert.rejects(leases.place('a').acquire(), /no answer about leases/);
      notices.dispose();
    });
  }
});
