import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { inBatches } from '../../../server/src/base/batches.ts';
import { settled } from '../../../tools/testing/fakeClock.ts';

const never = new AbortController().signal;

describe('inBatches', () => {
  it('keeps the order, runs no more than it may at once, and isolates failures', async () => {
    const waits = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(waits, fc.integer({ min: 1, max: 6 }), async (turns, size) => {
        let [running, most] = [0, 0];
        const run = async (turn: number) => {
          most = Math.max(most, ++running);
          for (let passed = 0; passed < turn; passed++) await settled();
          running--;
          if (turn === 3) throw new Error('three');
          return turn * 10;
        };
        const told: number[] = [];
        const options = { size, signal: never, onProgress: (ended: number) => told.push(ended) };
        const results = await inBatches(turns, run, options);
        assert.deepEqual(
          results.map((each) => (each.kind === 'done' ? each.value : each.kind)),
          turns.map((turn) => (turn === 3 ? 'failed' : turn * 10)),
        );
        assert.ok(most <= size);
        assert.deepEqual(
          told,
          turns.map((_, index) => index + 1),
        );
      }),
      { numRuns: 50 },
    );
  });

  it('begins no more once it is cancelled, and keeps what is done', async () => {
    const controller = new AbortController();
    const run = async (item: number) => {
      if (item === 2) controller.abort();
      return item;
    };
    const results = await inBatches([1, 2, 3, 4], run, { size: 1, signal: controller.signal });
    assert.deepEqual(
      results.map(({ kind }) => kind),
      ['done', 'done', 'left', 'left'],
    );
  });

  it('follows a size that changes while it runs', async () => {
    let [size, running] = [2, 0];
    const seen: number[] = [];
    const run = async (item: number) => {
      seen.push(++running);
      if (item === 3) size = 4;
      if (item === 9) size = 1;
      await settled();
      running--;
    };
    const items = Array.from({ length: 16 }, (_, index) => index);
    await inBatches(items, run, { size: () => size, signal: never });
    assert.equal(Math.max(...seen.slice(0, 3)), 2);
    assert.equal(Math.max(...seen.slice(3, 10)), 4);
    assert.deepEqual(seen.slice(-2), [1, 1]);
  });

  it('runs one at least', async () => {
    const results = await inBatches([1, 2], async (item) => item, { size: () => 0, signal: never });
    assert.deepEqual(
      results.map(({ kind }) => kind),
      ['done', 'done'],
    );
  });
});
