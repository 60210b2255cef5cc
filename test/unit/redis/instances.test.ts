import { strict as assert } from 'node:assert';
import { type Instance, Instances } from '../../../server/src/redis/instances.ts';
import { FakeClock, settled } from '../../../tools/testing/fakeClock.ts';

const anInstance = (id: string, changes: Partial<Instance> = {}): Instance => ({
  id,
  address: 'http://10.0.0.1:4000',
  startedAt: 1_800_000_000_000,
  inFlight: 0,
  capacity: 100,
  ...changes,
});

/** The list of somebody who only looks, of what a server answers. */
async function listOf(answer: unknown): Promise<readonly Instance[]> {
  const clock = new FakeClock();
  const instances = new Instances({ scripts: { run: async () => answer }, clock }, 'x:');
  await settled();
  instances.dispose();
  return instances.living;
}

describe('instances', () => {
  const foreign: readonly (readonly [name: string, changes: object])[] = [
    ['no id', { id: undefined }],
    ['an id that is too long', { id: 'a'.repeat(65) }],
    ['an id with a space', { id: 'a b' }],
    ['an id that is a number', { id: 7 }],
    ['no address', { address: undefined }],
    ['an address that is none', { address: 'nowhere' }],
    ['an address of a file', { address: 'file:///etc/passwd' }],
    ['an address with a password', { address: 'http://me:secret@10.0.0.1' }],
    ['an address with a path', { address: 'http://10.0.0.1/there' }],
    ['an address that is too long', { address: `http://${'a'.repeat(250)}` }],
    ['less than no requests', { inFlight: -1 }],
    ['half a request', { inFlight: 0.5 }],
    ['too many requests', { inFlight: 1e9 }],
    ['no capacity', { capacity: 0 }],
    ['a capacity that is a text', { capacity: '100' }],
    ['a start that is none', { startedAt: null }],
  ];
  for (const [name, changes] of foreign) {
    it(`are none with ${name}`, async () => {
      const text = JSON.stringify({ ...anInstance('a'), ...changes });
      assert.deepEqual(await listOf([text, JSON.stringify(anInstance('b'))]), [anInstance('b')]);
    });
  }

  it('are what a list holds, each once, whatever else it holds', async () => {
    const text = JSON.stringify(anInstance('a'));
    const junk = [null, 7, [], '', 'null', '[]', '7', '{', ' '.repeat(2_000)];
    assert.deepEqual(await listOf([...junk, text, text]), [anInstance('a')]);
    assert.deepEqual(await listOf(Array.from({ length: 1_001 }, () => 'x').concat(text)), []);
    for (const answer of [undefined, null, 'OK', 7, {}]) assert.deepEqual(await listOf(answer), []);
  });

  it('are held to be there while Redis is away, this one as it is', async () => {
    const clock = new FakeClock();
    let isAway = false;
    let inFlight = 0;
    const run = async () => {
      if (isAway) throw new Error('away');
      return ['one', 'other'].map((id) => JSON.stringify(anInstance(id)));
    };
    const own = () => anInstance('one', { inFlight });
    const instances = new Instances({ scripts: { run }, clock, own, leastCount: () => 3 }, 'x:');
    assert.deepEqual(instances.living, [anInstance('one')]);
    await clock.pass(2_000);
    isAway = true;
    inFlight = 9;
    await clock.pass(60_000);
    assert.deepEqual(instances.living, [anInstance('one', { inFlight }), anInstance('other')]);
    assert.equal(instances.count, 3);
    await instances.leave();
    instances.dispose();
    assert.equal(clock.pending, 0);
  });

  it('tell once that Redis has not answered twice, and once that it does', async () => {
    const clock = new FakeClock();
    let isThere = false;
    const told: boolean[] = [];
    const run = async () => {
      if (!isThere) throw new Error('away');
      return [];
    };
    const onAway = (isAway: boolean) => told.push(isAway);
    const instances = new Instances({ scripts: { run }, clock, onAway }, 'x:');
    await settled();
    assert.deepEqual(told, []);
    await clock.pass(2_000);
    await clock.pass(2_000);
    assert.deepEqual(told, [true]);
    isThere = true;
    await clock.pass(2_000);
    await clock.pass(2_000);
    assert.deepEqual(told, [true, false]);
    isThere = false;
    instances.dispose();
  });
});
