import { strict as assert } from 'node:assert';
import { granted, limitMicros, takenMicros } from '../../../server/src/limits/amounts.ts';

/** A grant of two amounts, and what was changed of them; changes fail where the test says so. */
function grantOf(taken: readonly number[]) {
  const changes: (readonly number[])[] = [];
  let fails = false;
  const grant = granted([], taken, async (micros) => {
    if (fails) throw new Error('away');
    changes.push(micros);
  });
  return {
    changes,
    correct: (...amounts: number[]) => grant.correct?.(amounts),
    giveBack: () => grant.giveBack?.(),
    fail: (does: boolean) => {
      fails = does;
    },
  };
}

describe('amounts', () => {
  it('are whole millionths, up to a thousand million', () => {
    assert.equal(takenMicros(0.1 + 0.2), 300_000);
    assert.equal(takenMicros(1e9), 1e15);
    assert.throws(() => takenMicros(1_000_000_001), RangeError);
    assert.throws(() => takenMicros(-0.000001), RangeError);
    assert.throws(() => takenMicros(Number.NaN), RangeError);
    assert.equal(limitMicros(4.35), 4_350_000);
    assert.equal(limitMicros(1e300), 9e15);
  });

  it('that could not be changed are held as they were', async () => {
    const { changes, correct, giveBack, fail } = grantOf([5, 7]);
    fail(true);
    await assert.rejects(correct(0.000002, -0.000003) as Promise<void>, /away/);
    await assert.rejects(giveBack() as Promise<void>, /away/);
    fail(false);
    await giveBack();
    assert.deepEqual(changes, [[-5, -7]]);
  });

  it('are not changed where nothing changes, nor where nothing is said', async () => {
    const { changes, correct, giveBack } = grantOf([5, 7]);
    await correct(0, 0);
    await correct(0.000001);
    await giveBack();
    await giveBack();
    assert.deepEqual(changes, [
      [1, 0],
      [-6, -7],
    ]);
  });

  it('are given back twice by nobody who asks twice at once', async () => {
    const { changes, giveBack } = grantOf([5]);
    await Promise.all([giveBack(), giveBack()]);
    assert.deepEqual(changes, [[-5]]);
  });
});
