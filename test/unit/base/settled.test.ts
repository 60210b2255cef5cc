import { strict as assert } from 'node:assert';
import { Settled } from '../../../server/src/base/settled.ts';

describe('promises that have settled', () => {
  it('are waited for once', async () => {
    const settled = new Settled();
    const one = Promise.resolve(1);
    const other = Promise.reject(new Error('no'));
    await settled.pending([one, other]);
    assert.equal(settled.pending([other, one]), undefined);
    assert.equal(settled.pending([]), undefined);
  });

  it('are waited for again as soon as one of them is another', async () => {
    const settled = new Settled();
    const one = Promise.resolve(1);
    await settled.pending([one]);
    const { promise, resolve } = Promise.withResolvers<void>();
    let isOver = false;
    const waiting = settled.pending([one, promise])?.then(() => {
      isOver = true;
    });
    await Promise.resolve();
    assert.equal(isOver, false);
    resolve();
    await waiting;
    assert.equal(isOver, true);
  });
});
