import { strict as assert } from 'node:assert';
import { latest } from '../../../server/src/base/latest.ts';
import { settled } from '../../../tools/testing/fakeClock.ts';

describe('latest', () => {
  /** Runs that end when they are told to. */
  function scripted() {
    const runs: PromiseWithResolvers<void>[] = [];
    const call = latest(() => {
      const run = Promise.withResolvers<void>();
      runs.push(run);
      return run.promise;
    });
    return { runs, call };
  }

  it('runs once more for all calls that come while it runs', async () => {
    const { runs, call } = scripted();
    const first = call();
    const others = Array.from({ length: 1_000 }, () => call());
    await settled();
    assert.equal(runs.length, 1);
    runs[0]?.resolve();
    await first;
    await settled();
    assert.equal(runs.length, 2);
    // Which has begun: what comes now may have been missed by it.
    const later = call();
    runs[1]?.resolve();
    await Promise.all(others);
    await settled();
    assert.equal(runs.length, 3);
    runs[2]?.resolve();
    await later;
    void call();
    assert.equal(runs.length, 4);
  });

  it('runs again after a run that failed, whose callers are told', async () => {
    const { runs, call } = scripted();
    const first = call();
    const second = call();
    runs[0]?.reject(new Error('no'));
    await assert.rejects(first, /no/);
    await settled();
    runs[1]?.resolve();
    await second;
    assert.equal(runs.length, 2);
  });
});
