import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { type FuzzBench, type FuzzTarget, target } from './fuzzTarget.ts';
import { growthOf, MAX_GROWTH, slicesOf } from './run.ts';
import { repeatCommand, runSlice } from './slice.ts';

const numbers = (check: FuzzBench<number>['check'], maxMs = 100): FuzzTarget =>
  target({ name: 'numbers', share: 1, maxMs, open: () => ({ cases: fc.nat(10_000_000), check }) });

describe('the fuzzers', () => {
  it('find what fails, make it small, and find it again under the same seed', async () => {
    const failing = numbers((each) => assert.ok(each < 1_000, 'too large'));
    const result = await runSlice(failing, 7, 500);
    assert.match(result.failure ?? '', /too large[\s\S]*Counterexample: \[1000\]/);
    assert.equal(
      repeatCommand(failing, result),
      'npm run fuzz -- --target=numbers --seed=7 --cases=500',
    );
    const again = await runSlice(failing, 7, 500);
    assert.equal(again.failure?.split('Property')[1], result.failure?.split('Property')[1]);
  });

  it('tell a case that takes too much processor time', async () => {
    const spin = () => {
      for (
        const before = process.threadCpuUsage().user;
        process.threadCpuUsage().user < before + 20_000;
      );
    };
    const { failure } = await runSlice(numbers(spin, 10), 1, 3);
    assert.match(failure ?? '', /hang: a case took \d+ ms/);
  });

  it('give every slice cases of its own, and end at the first that fails', async () => {
    const seen = new Set<number>();
    const slices = [];
    for await (const slice of slicesOf(
      numbers((each) => void seen.add(each)),
      3,
      4_500,
    ))
      slices.push(slice);
    assert.deepEqual(
      slices.map(({ cases, seed }) => [cases, seed]),
      [
        [2_000, 3],
        [2_000, 4],
        [500, 5],
      ],
    );
    assert.ok(seen.size > 3_500, String(seen.size));
    let last = 0;
    for await (const slice of slicesOf(
      numbers(() => assert.fail()),
      3,
      4_500,
    ))
      last = slice.seed;
    assert.equal(last, 3);
  });

  it('see memory that is kept from slice to slice', async () => {
    const kept: Buffer[] = [];
    const held: number[] = [];
    const leaking = numbers(() => void kept.push(Buffer.alloc(2_000)));
    for await (const { memory } of slicesOf(leaking, 1, 30_000)) held.push(memory.held);
    assert.ok(growthOf(held) > MAX_GROWTH, String(growthOf(held)));
    assert.equal(kept.length, 30_000);
  });

  it('see none where memory only comes and goes', () => {
    const held = [50, 10, 10, 12, 30, 10, 11, 10].map((megabytes) => megabytes * 1e6);
    assert.ok(growthOf(held) < MAX_GROWTH);
  });
});
