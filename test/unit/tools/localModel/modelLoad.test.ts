import { strict as assert } from 'node:assert';
import { ModelLoad } from '../../../../tools/localModel/modelLoad.ts';
import { FakeClock } from '../../../../tools/testing/fakeClock.ts';

const never = new AbortController().signal;

describe('a model that loads', () => {
  it('at once refuses nobody', async () => {
    const load = new ModelLoad(new FakeClock(), { ms: 0, isWhenAsked: false });
    assert.deepEqual([load.isRefusing, await load.wait(never), load.begun], [false, true, 1]);
  });

  it('from the start refuses until it is there', async () => {
    const clock = new FakeClock();
    const load = new ModelLoad(clock, { ms: 8_000, isWhenAsked: false });
    await clock.pass(7_999);
    assert.equal(load.isRefusing, true);
    await clock.pass(1);
    assert.deepEqual([load.isRefusing, load.begun], [false, 1]);
  });

  it('when asked is waited for by all, and begun anew where all have left', async () => {
    const clock = new FakeClock();
    const load = new ModelLoad(clock, { ms: 8_000, isWhenAsked: true });
    assert.deepEqual([load.isRefusing, load.begun], [false, 0]);
    const [one, other] = [new AbortController(), new AbortController()];
    const left = [load.wait(one.signal), load.wait(other.signal)];
    await clock.pass(5_000);
    one.abort();
    await clock.pass(2_000);
    other.abort();
    assert.deepEqual(await Promise.all(left), [false, false]);
    assert.equal(clock.pending, 0);
    const waits = [load.wait(never), load.wait(never)];
    await clock.pass(8_000);
    assert.deepEqual(await Promise.all(waits), [true, true]);
    assert.deepEqual([load.begun, await load.wait(never)], [2, true]);
  });
});
