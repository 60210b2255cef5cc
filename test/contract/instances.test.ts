import { strict as assert } from 'node:assert';
import { systemClock } from '../../server/src/base/clock.ts';
import { type Instance, Instances } from '../../server/src/redis/instances.ts';
import { RedisLink } from '../../server/src/redis/redisLink.ts';
import { needs } from '../../tools/servers/realServers.ts';
import { RedisCluster } from '../../tools/servers/redisCluster.ts';
import { RedisServer } from '../../tools/servers/redisServer.ts';
import { FakeClock } from '../../tools/testing/fakeClock.ts';
import { timed } from '../../tools/testing/timedScripts.ts';
import { waitFor } from '../../tools/waitFor.ts';

const anInstance = (id: string, changes: Partial<Instance> = {}): Instance => ({
  id,
  address: `http://10.0.0.1:4000`,
  startedAt: 1_800_000_000_000,
  inFlight: 0,
  capacity: 100,
  ...changes,
});

let prefixes = 0;

function instanceContract(where: string, urlOf: () => string): void {
  describe(`instances in ${where}`, () => {
    let keyPrefix: string;
    let clock: FakeClock;
    let link: RedisLink;
    let begun: Instances[];
    beforeEach(async () => {
      keyPrefix = `test${++prefixes}:`;
      clock = new FakeClock();
      link = new RedisLink(urlOf().split(','), systemClock);
      await waitFor('Redis', () =>
        link.run('return 1', [`${keyPrefix}instances`], []).then(
          () => true,
          () => false,
        ),
      );
      begun = [];
    });
    afterEach(() => {
      for (const each of begun) each.dispose();
      link.dispose();
    });
    const begin = (own?: () => Instance, lists: (readonly Instance[])[] = []) => {
      const instances = new Instances(
        { scripts: timed(link, clock), clock, own, onListed: (list) => lists.push(list) },
        keyPrefix,
      );
      begun.push(instances);
      return instances;
    };
    const idsOf = (instances: Instances) => instances.living.map(({ id }) => id).sort();
    /** Lets so much time pass, beat by beat, as answers need real time. */
    const pass = async (ms: number) => {
      for (let left = ms; left > 0; left -= 1_000) {
        await clock.pass(Math.min(1_000, left));
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };

    it('see one another within a beat, and how busy they are', async () => {
      let inFlight = 0;
      const one = begin(() => anInstance('one', { inFlight }));
      const other = begin(() => anInstance('other', { address: 'https://host:1234' }));
      const watcher = begin();
      await pass(2_000);
      assert.deepEqual(idsOf(one), ['one', 'other']);
      assert.deepEqual(idsOf(watcher), ['one', 'other']);
      assert.deepEqual([one.count, watcher.count], [2, 2]);
      inFlight = 7;
      assert.equal(one.living.find(({ id }) => id === 'one')?.inFlight, 7);
      await pass(2_000);
      await pass(2_000);
      assert.deepEqual(
        other.living.find(({ id }) => id === 'one'),
        anInstance('one', { inFlight }),
      );
    });

    it('forget one that says nothing for six seconds, and at once one that leaves', async () => {
      const one = begin(() => anInstance('one'));
      const other = begin(() => anInstance('other'));
      const third = begin(() => anInstance('third'));
      await pass(2_000);
      assert.deepEqual(idsOf(one), ['one', 'other', 'third']);
      await third.leave();
      other.dispose();
      await pass(2_000);
      assert.deepEqual(idsOf(one), ['one', 'other']);
      assert.deepEqual(idsOf(third), ['one', 'other'], 'who has left still sees the others');
      await pass(6_000);
      assert.deepEqual(idsOf(one), ['one']);
    });

    it('divide by no fewer than were there in the last six seconds', async () => {
      const one = begin(() => anInstance('one'));
      const other = begin(() => anInstance('other'));
      await pass(2_000);
      await other.leave();
      await pass(2_000);
      assert.deepEqual([idsOf(one), one.count], [['one'], 2]);
      await pass(6_000);
      assert.equal(one.count, 1);
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

  instanceContract('Redis', () => server.url);

  it('instances are none that somebody else has written there', async () => {
    const link = new RedisLink([server.url], systemClock);
    await waitFor('Redis', () => link.isUp);
    const now = Date.now();
    const write = (field: string, value: string) =>
      server.command('hset', 'hostile:instances', field, value);
    write('nothing', '');
    write('text', 'text');
    write('early', `1 ${JSON.stringify(anInstance('early'))}`);
    write('late', `${now + 1e9} ${JSON.stringify(anInstance('late'))}`);
    write('long', `${now} ${JSON.stringify(anInstance('long', { address: 'x'.repeat(1_100) }))}`);
    write('broken', `${now} {"id":`);
    write('true', `${now} ${JSON.stringify(anInstance('true'))}`);
    const lists: (readonly Instance[])[] = [];
    const clock = new FakeClock();
    const instances = new Instances(
      { scripts: link, clock, onListed: (list) => lists.push(list) },
      'hostile:',
    );
    await waitFor('the list', () => lists.length === 1);
    assert.deepEqual(lists[0], [anInstance('true')]);
    assert.deepEqual(server.command('hkeys', 'hostile:instances').split('\n').sort(), [
      'broken',
      'true',
    ]);
    for (let index = 0; index < 10; index++) {
      const many = Array.from({ length: 200 }, (_, at) => [`${index}-${at}`, `${now} {}`]);
      server.command('hset', 'hostile:instances', ...many.flat());
    }
    await clock.pass(2_000);
    await waitFor('the list', () => lists.length === 2);
    assert.deepEqual(lists[1], []);
    server.command('set', 'other:instances', 'a text');
    const other = new Instances({ scripts: link, clock, own: () => anInstance('me') }, 'other:');
    await clock.pass(1_000);
    assert.deepEqual(other.living, [anInstance('me')]);
    for (const each of [instances, other]) each.dispose();
    link.dispose();
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

  instanceContract('Redis Cluster', () => cluster.url);
});
