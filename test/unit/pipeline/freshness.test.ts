import { strict as assert } from 'node:assert';
import { isDue, lifespan } from '../../../server/src/pipeline/freshness.ts';

const MINUTE_MS = 60_000;

describe('freshness', () => {
  it('spreads lifetimes by a tenth, so that what was stored together does not end together', () => {
    const at = (random: number) => lifespan('completion', false, 0, () => random);
    assert.deepEqual(at(0.5), { freshUntil: 10 * MINUTE_MS, expiresAt: 1_440 * MINUTE_MS });
    assert.deepEqual(at(0), { freshUntil: 9 * MINUTE_MS, expiresAt: 1_296 * MINUTE_MS });
    assert.ok(Math.abs(at(1).freshUntil - 11 * MINUTE_MS) < 1e-6);
    assert.equal(lifespan('action', false, 0, () => 0.5).freshUntil, 60 * MINUTE_MS);
  });

  it('is due after the soft end, and a little before with a chance that grows with the cost', () => {
    const entry = { freshUntil: 100_000, costMs: 1_000 };
    const share = (now: number, costMs: number) => {
      let due = 0;
      for (let step = 1; step <= 1_000; step++) {
        if (isDue({ ...entry, costMs }, now, () => step / 1_000)) due++;
      }
      return due / 1_000;
    };
    assert.equal(share(100_000, 1_000), 1);
    assert.equal(share(50_000, 1_000), 0);
    // exp(-gap ÷ cost), as the paper derives it.
    assert.ok(Math.abs(share(99_000, 1_000) - Math.exp(-1)) < 0.01);
    assert.ok(share(99_000, 5_000) > share(99_000, 500));
  });
});
