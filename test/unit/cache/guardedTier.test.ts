import { strict as assert } from 'node:assert';
import type { CacheEvent } from '../../../server/src/cache/events.ts';
import { GuardedTier } from '../../../server/src/cache/guardedTier.ts';
import { MemoryTier } from '../../../server/src/cache/memory/memoryTier.ts';
import type { CacheEntry } from '../../../server/src/cache/tier.ts';
import { TierIncident } from '../../../server/src/cache/tierIncident.ts';
import { anEntry } from '../../../tools/testing/entries.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';

type Found = CacheEntry<string> | undefined;

/** A tier whose reads and writes do what the test says. */
class ScriptedTier extends MemoryTier<string> {
  asked = 0;
  read: (signal?: AbortSignal) => Promise<Found> = async () => undefined;
  write: () => Promise<void> = async () => undefined;

  override get(_: string, signal?: AbortSignal): Promise<Found> {
    this.asked++;
    return this.read(signal);
  }

  override set(): Promise<void> {
    return this.write();
  }
}

function guarded() {
  const clock = new FakeClock();
  const events: CacheEvent[] = [];
  const options = { maxEntries: 9, maxBytes: 9_999, ttlMs: 9_999, eviction: 'lru' } as const;
  const inner = new ScriptedTier(options, clock);
  const incident = new TierIncident('memory', (event) => events.push(event));
  const tier = new GuardedTier(inner, { deadlineMs: 50, maxWrites: 3 }, clock, incident);
  const ask = async (times = 1) => {
    for (let index = 0; index < times; index++) await tier.get('k').catch(() => undefined);
  };
  const told = () => events.map(({ kind }) => kind);
  return { clock, inner, tier, ask, told };
}

const down = () => Promise.reject(new Error('down'));

describe('GuardedTier', () => {
  it('tells of no trouble of requests that were under way when it was disposed of', async () => {
    const { inner, tier, ask, told } = guarded();
    inner.read = down;
    tier.dispose();
    await ask(9);
    assert.deepEqual(told(), []);
  });

  it('is flushed when the writes under way have ended, be it badly', async () => {
    const { inner, tier } = guarded();
    const writes = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const [first, second] = writes;
    inner.write = () => first?.promise ?? down();
    const one = tier.set('a', anEntry('a'));
    inner.write = () => second?.promise ?? down();
    const other = tier.set('b', anEntry('b')).catch(() => undefined);
    let isFlushed = false;
    const flushed = tier.flush().then(() => {
      isFlushed = true;
    });
    first?.resolve();
    await one;
    assert.equal(isFlushed, false);
    second?.reject(new Error('down'));
    await Promise.all([other, flushed]);
  });

  it('waits for a read until its deadline, and aborts it then', async () => {
    const { clock, inner, tier } = guarded();
    let signal: AbortSignal | undefined;
    inner.read = (given) => {
      signal = given;
      return new Promise(() => undefined);
    };
    const read = assert.rejects(tier.get('k'), { name: 'DeadlineError' });
    await clock.pass(49);
    assert.equal(signal?.aborted, false);
    await clock.pass(1);
    await read;
    assert.equal(signal?.aborted, true);
    assert.equal(clock.pending, 0);
  });

  it('leaves a tier alone after five failures in a row, and says so once', async () => {
    const { inner, tier, ask, told } = guarded();
    inner.read = down;
    await ask(4);
    inner.read = async () => undefined;
    await ask();
    inner.read = down;
    await ask(4);
    assert.equal(tier.isUp, true);
    await ask(200);
    assert.equal(tier.isUp, false);
    assert.equal(inner.asked, 10);
    assert.deepEqual(told(), ['tierDown']);
  });

  it('lets one through after 5 s, then after twice as long, and says when all is well', async () => {
    const { clock, inner, tier, ask, told } = guarded();
    inner.read = down;
    await ask(5);
    await clock.pass(4_999);
    assert.equal(tier.isUp, false);
    await clock.pass(1);
    await ask(10);
    assert.equal(inner.asked, 6);
    await clock.pass(9_999);
    await ask();
    assert.equal(inner.asked, 6);
    await clock.pass(1);
    inner.read = async () => anEntry('1');
    await ask(2);
    assert.deepEqual([inner.asked, tier.isUp, told()], [8, true, ['tierDown', 'tierUp']]);
  });

  it('takes slow misses for failures, but not slow hits', async () => {
    const { clock, inner, tier } = guarded();
    const slowly = (found: Found) => async () => {
      clock.after(50, () => undefined);
      await clock.pass(50.5);
      return found;
    };
    const options = { deadlineMs: 300, maxWrites: 3 };
    const patient = new GuardedTier(
      inner,
      options,
      clock,
      new TierIncident('http', () => undefined),
    );
    inner.read = slowly(anEntry('1'));
    for (let index = 0; index < 6; index++) await patient.get('k');
    assert.equal(patient.isUp, true);
    inner.read = slowly(undefined);
    for (let index = 0; index < 5; index++) await patient.get('k');
    assert.equal(patient.isUp, false);
    assert.equal(tier.isUp, true);
  });

  it('drops writes when too many are under way', async () => {
    const { inner, tier } = guarded();
    inner.write = () => new Promise(() => undefined);
    for (let index = 0; index < 3; index++) void tier.set('k', anEntry('1'));
    await assert.rejects(tier.set('k', anEntry('1')), /cannot keep up/);
  });

  it('takes as many writes as before once those under way have ended, well or not', async () => {
    const { inner, tier } = guarded();
    let writes = 0;
    inner.write = async () => {
      if (++writes % 2 === 0) throw new Error('full');
    };
    for (let index = 0; index < 10; index++)
      await tier.set('k', anEntry('1')).catch(() => undefined);
    assert.equal(writes, 10);
  });

  it('begins with a short pause again after all was well', async () => {
    const { clock, inner, ask, tier } = guarded();
    inner.read = down;
    await ask(5);
    await clock.pass(5_000);
    await ask();
    await clock.pass(10_000);
    inner.read = async () => undefined;
    await ask();
    inner.read = down;
    await ask(5);
    assert.equal(tier.isUp, false);
    await clock.pass(5_000);
    assert.equal(tier.isUp, true);
  });

  it('goes on reading while only writes fail', async () => {
    const { inner, tier, told } = guarded();
    inner.write = down;
    inner.read = async () => anEntry('1');
    for (let index = 0; index < 20; index++) {
      await tier.set('k', anEntry('1')).catch(() => undefined);
      assert.equal((await tier.get('k'))?.value, '1');
    }
    assert.deepEqual(told(), ['tierDown']);
  });
});
