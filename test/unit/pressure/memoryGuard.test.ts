import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { PressureEvent } from '../../../server/src/pressure/events.ts';
import { isAtLeast, levelAt, type PressureLevel } from '../../../server/src/pressure/levels.ts';
import { MemoryGuard, type ProcessMemory } from '../../../server/src/pressure/memoryGuard.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';

const MB = 1024 * 1024;
const LEVELS: readonly PressureLevel[] = ['calm', 'shrink', 'spare', 'drop'];

describe('the levels of memory pressure', () => {
  it('begin at 70, 85 and 95 % of the memory', () => {
    const at = (share: number) => levelAt(share, 'calm');
    assert.deepEqual([0, 0.69, 0.7, 0.84, 0.85, 0.94, 0.95, 2].map(at), [
      ...['calm', 'calm', 'shrink', 'shrink', 'spare', 'spare', 'drop', 'drop'],
    ]);
  });

  it('are left five points below where they begin, straight to where the memory is', () => {
    assert.equal(levelAt(0.91, 'drop'), 'drop');
    assert.equal(levelAt(0.89, 'drop'), 'spare');
    assert.equal(levelAt(0.81, 'drop'), 'spare');
    assert.equal(levelAt(0.66, 'shrink'), 'shrink');
    assert.equal(levelAt(0.64, 'shrink'), 'calm');
    assert.equal(levelAt(0.1, 'drop'), 'calm');
  });

  it('hold still while the share moves by less than that', () => {
    const share = fc.double({ min: 0, max: 1.2, noNaN: true });
    const less = fc.double({ min: 0, max: 0.049, noNaN: true });
    fc.assert(
      fc.property(share, less, fc.constantFrom(...LEVELS), (most, below, before) => {
        const needed = levelAt(most, 'calm');
        assert.ok(isAtLeast(levelAt(most, before), needed));
        assert.equal(levelAt(most - below, needed), needed);
      }),
    );
  });
});

describe('the guard of memory', () => {
  function guarded(limitMb = 512) {
    const clock = new FakeClock();
    let memory: ProcessMemory = {
      heapUsed: 0,
      heapNow: 0,
      heapLimit: 4096 * MB,
      resident: 100 * MB,
    };
    let collected: (() => void) | undefined;
    const told: string[] = [];
    const guard = new MemoryGuard({
      clock,
      read: () => memory,
      onCollected: (listener) => {
        collected = listener;
        return { dispose: () => (collected = undefined) };
      },
      limitBytes: () => limitMb * MB,
      observe: ({ level, before }: PressureEvent) => told.push(`${before} ${level}`),
    });
    const use = (changes: Partial<ProcessMemory>) => (memory = { ...memory, ...changes });
    return { clock, guard, told, use, collect: () => collected?.(), listens: () => collected };
  }

  it('looks every 30 seconds', async () => {
    const { clock, guard, use } = guarded();
    use({ resident: 400 * MB });
    await clock.pass(29_999);
    assert.equal(guard.level, 'calm');
    await clock.pass(1);
    assert.equal(guard.level, 'shrink');
    use({ resident: 100 * MB });
    await clock.pass(30_000);
    assert.equal(guard.level, 'calm');
  });

  it('looks after a full collection, once a second at most', async () => {
    const { clock, guard, use, collect } = guarded();
    use({ heapUsed: 490 * MB });
    collect();
    assert.equal(guard.level, 'drop');
    use({ heapUsed: 10 * MB });
    await clock.pass(14_999);
    collect();
    assert.equal(guard.level, 'drop');
    await clock.pass(999);
    collect();
    assert.equal(guard.level, 'drop');
    await clock.pass(1);
    collect();
    assert.equal(guard.level, 'calm');
  });

  it('leaves a level once it was not needed for a while, however garbage comes and goes', async () => {
    const { clock, guard, told, use } = guarded();
    for (let second = 0; second < 100; second++) {
      use({ heapUsed: 65 * MB, heapNow: (second % 10 < 5 ? 88 : 75) * MB, heapLimit: 100 * MB });
      guard.look();
      await clock.pass(1_000);
    }
    assert.deepEqual(told, ['calm spare']);
    await clock.pass(60_000);
    assert.deepEqual(told, ['calm spare', 'spare shrink']);
  });

  it('takes the heap as a share of the lesser of both limits, and what is resident as one of the user’s', async () => {
    const { clock, guard, use } = guarded();
    use({ heapUsed: 72 * MB, heapLimit: 100 * MB });
    guard.look();
    assert.deepEqual([guard.level, guard.share.toFixed(2)], ['shrink', '0.80']);
    use({ heapUsed: 10 * MB, heapLimit: 96 * MB, resident: 300 * MB });
    await clock.pass(30_000);
    assert.deepEqual([guard.level, guard.share.toFixed(2)], ['calm', '0.59']);
  });

  it('is at the last level before V8 ends the process', () => {
    const { guard, use } = guarded();
    use({ heapUsed: 86 * MB, heapLimit: 100 * MB });
    guard.look();
    assert.equal(guard.level, 'drop');
  });

  it('counts garbage close to the limit of the heap, and not before', () => {
    const { guard, use } = guarded();
    use({ heapUsed: 40 * MB, heapNow: 81 * MB, heapLimit: 96 * MB });
    guard.look();
    assert.equal(guard.level, 'calm');
    use({ heapNow: 92 * MB });
    guard.look();
    assert.equal(guard.level, 'drop');
  });

  it('tells each step once, up and back', async () => {
    const { clock, guard, told, use } = guarded();
    for (const heap of [0.75, 0.76, 0.86, 0.97, 0.96, 0.5, 0.4]) {
      use({ heapUsed: heap * 512 * MB });
      guard.look();
      await clock.pass(15_000);
    }
    assert.deepEqual(told, ['calm shrink', 'shrink spare', 'spare drop', 'drop calm']);
  });

  it('ends with all that it listens to', () => {
    const { clock, guard, listens } = guarded();
    guard.dispose();
    assert.equal(listens(), undefined);
    assert.equal(clock.pending, 0);
  });
});
