import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { repeatCommand, runSlice } from './slice.ts';
import { casesOf, targets } from './targets/index.ts';

/** Cases of all targets together; `npm run fuzz` runs a million. */
const CASES = 10_000;

describe('whatever comes from outside', function () {
  this.timeout(300_000);
  for (const target of targets) {
    it(`finds ${target.name} in agreement with an oracle`, async () => {
      const seed = fc.readConfigureGlobal().seed ?? 0;
      const result = await runSlice(target, seed, casesOf(target, CASES));
      assert.ok(result.cases > 0);
      if (result.failure !== undefined) {
        assert.fail(`${result.failure}\nTo repeat it: ${repeatCommand(target, result)}`);
      }
    });
  }

  it('is tried with so many cases as are said', () => {
    const all = targets.reduce((sum, target) => sum + casesOf(target, CASES), 0);
    assert.ok(all >= CASES && all < CASES * 1.01, String(all));
  });
});
