import { strict as assert } from 'node:assert';
import { MemoryTier } from '../../../server/src/cache/memory/memoryTier.ts';
import type { Priority } from '../../../server/src/domain/generation.ts';
import { MemoryRelief } from '../../../server/src/engine/memoryRelief.ts';
import { ConcurrencyLimit } from '../../../server/src/limits/concurrencyLimit.ts';
import { Limiter } from '../../../server/src/limits/limiter.ts';
import type { PressureEvent } from '../../../server/src/pressure/events.ts';
import { defaultSettings } from '../../../server/src/settings/settings.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { anEndpoint } from '../../../tools/testing/requests.ts';

const MB = 1024 * 1024;
const OPTIONS = { maxEntries: 8, maxBytes: MB, ttlMs: 60_000, eviction: 'lru' } as const;

describe('giving way where memory is short', () => {
  function relieved() {
    const clock = new FakeClock();
    let resident = 0;
    const events: PressureEvent[] = [];
    const slots = new ConcurrencyLimit({ concurrency: 5, queueLimit: 10 });
    const memory = {
      read: () => ({ heapUsed: 0, heapNow: 0, heapLimit: 1, resident }),
      onCollected: () => ({ dispose: () => undefined }),
    };
    const relief: MemoryRelief = new MemoryRelief(
      { clock, memory },
      {
        slots,
        cache: () => ({ usage: () => ({ memory: tier.usage() }), resize: () => tier.resize() }),
        settings: () => defaultSettings,
        observe: (event) => events.push(event),
      },
    );
    const tier: MemoryTier<string> = new MemoryTier<string>(() => relief.scaled(OPTIONS), clock);
    const limiter = new Limiter(anEndpoint(), { clock, slots });
    const at = async (share: number) => {
      resident = share * 512 * MB;
      await clock.pass(30_000);
    };
    const fill = async () => {
      for (let count = 0; count < 8; count++) {
        const entry = {
          value: 'v',
          bytes: 10,
          storedAt: 0,
          freshUntil: 0,
          costMs: 1,
          expiresAt: clock.now() + 60_000_000,
        };
        await tier.set(`key${count}`, entry);
      }
    };
    const isSent = async (priority: Priority) => {
      const asked = limiter.acquire({ signal: new AbortController().signal, priority });
      return asked.then(
        (permit) => {
          permit.dispose();
          return true;
        },
        (error) => {
          assert.equal(error.kind, 'shortOfMemory');
          return false;
        },
      );
    };
    const owner = {};
    const places = () => {
      let count = 0;
      for (; slots.isFree(owner); count++) slots.take(owner);
      for (let given = 0; given < count; given++) slots.release();
      return count;
    };
    return { relief, tier, at, fill, isSent, places, events, clock };
  }

  it('halves what is kept in memory from 70 % on, the least recent first, and gives it back', async () => {
    const { tier, at, fill, events } = relieved();
    await fill();
    await at(0.75);
    assert.deepEqual(tier.usage().entries, 4);
    assert.equal(tier.peek('key7')?.value, 'v');
    assert.equal(tier.peek('key3'), undefined);
    await at(0.1);
    await fill();
    assert.equal(tier.usage().entries, 8);
    assert.deepEqual(
      events.map(({ level }) => level),
      ['shrink', 'calm'],
    );
  });

  it('tells since when memory is short, whatever the level is by now', async () => {
    const { relief, at, clock } = relieved();
    await at(0.75);
    const shortSince = clock.now();
    await at(0.97);
    assert.deepEqual([relief.snapshot().since, relief.snapshot().steps], [shortSince, 2]);
    await at(0.1);
    assert.equal(relief.snapshot().since, clock.now());
  });

  it('halves what is held where the tier is not full', async () => {
    const { tier, at, fill } = relieved();
    await fill();
    await tier.deleteMany(['key0', 'key1', 'key2', 'key3']);
    await at(0.75);
    assert.equal(tier.usage().entries, 2);
  });

  it('keeps some answers where none were held when memory began to be short', async () => {
    const { tier, at, fill } = relieved();
    await at(0.75);
    await fill();
    assert.equal(tier.usage().entries, 1);
    await at(0.97);
    await fill();
    assert.equal(tier.usage().entries, 0);
  });

  it('asks nothing ahead from 85 % on, and sends half as much at once', async () => {
    const { relief, at, isSent, places } = relieved();
    assert.equal(places(), 5);
    assert.equal(await isSent('speculative'), true);
    await at(0.75);
    assert.deepEqual([relief.isCalm, places(), await isSent('speculative')], [true, 5, true]);
    await at(0.9);
    assert.deepEqual([relief.isCalm, places()], [false, 2]);
    assert.deepEqual(await Promise.all((['speculative', 'warming'] as const).map(isSent)), [
      false,
      false,
    ]);
    assert.deepEqual(await Promise.all((['automatic', 'action'] as const).map(isSent)), [
      true,
      true,
    ]);
    assert.equal(await isSent('batch'), true);
    await at(0.1);
    assert.deepEqual([relief.isCalm, places(), await isSent('warming')], [true, 5, true]);
  });

  it('keeps nothing in memory from 95 % on, and refuses batches; one place is left for whoever waits', async () => {
    const { tier, at, fill, isSent, relief } = relieved();
    await fill();
    await at(0.97);
    await fill();
    assert.equal(tier.usage().entries, 0);
    assert.deepEqual([await isSent('batch'), await isSent('invoked')], [false, true]);
    const { level, steps, share } = relief.snapshot();
    assert.deepEqual([level, steps, share.toFixed(2)], ['drop', 1, '0.97']);
    await at(0.2);
    assert.equal(await isSent('batch'), true);
  });
});
