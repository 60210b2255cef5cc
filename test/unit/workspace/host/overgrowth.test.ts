import { strict as assert } from 'node:assert';
import { MAX_GROWTH, Overgrowth } from '../../../../server/src/workspace/host/overgrowth.ts';

describe('Overgrowth', () => {
  it('is reached once too many tokens were met beside those of files and open documents', () => {
    const overgrowth = new Overgrowth();
    assert.equal(overgrowth.isReached(500_000, true), false);
    assert.equal(overgrowth.isReached(500_000 + MAX_GROWTH, true), false);
    assert.equal(overgrowth.isReached(500_001 + MAX_GROWTH, false), true);
  });

  it('begins anew with each reading, and counts only from when nothing waits to be learnt', () => {
    const overgrowth = new Overgrowth();
    overgrowth.isReached(10, true);
    assert.equal(overgrowth.isReached(11 + MAX_GROWTH, true), true);
    overgrowth.begin();
    assert.equal(overgrowth.isReached(10, false), false);
    // Open documents hold more than may grow: they are learnt again after each reading.
    assert.equal(overgrowth.isReached(9 * MAX_GROWTH, false), false);
    assert.equal(overgrowth.isReached(9 * MAX_GROWTH, true), false);
    assert.equal(overgrowth.isReached(10 * MAX_GROWTH, true), false);
    assert.equal(overgrowth.isReached(10 * MAX_GROWTH + 1, true), true);
  });
});
