import { strict as assert } from 'node:assert';
import { atOnce, inTurns, type Pieces } from '../../../server/src/base/turns.ts';

function* counting(pieces: number, done: number[]): Pieces<string> {
  for (let piece = 0; piece < pieces; piece++) {
    done.push(piece);
    yield;
  }
  return 'all';
}

describe('work in pieces', () => {
  it('is done one piece a turn of the event loop, the first at once', async () => {
    const [done, due]: [number[], (() => void)[]] = [[], []];
    const result = inTurns(counting(2, done), (callback) => due.push(callback));
    assert.deepEqual(done, [0]);
    due.shift()?.();
    await undefined;
    assert.deepEqual(done, [0, 1]);
    due.shift()?.();
    assert.equal(await result, 'all');
    assert.equal(due.length, 0);
  });

  it('is done before anybody waits where it is of one piece', async () => {
    const done: number[] = [];
    // biome-ignore lint/correctness/useYield: work of one piece has no place to rest.
    const short = function* (): Pieces<void> {
      done.push(0);
    };
    await inTurns(short(), () => assert.fail('no turn is needed'));
    assert.deepEqual(done, [0]);
  });

  it('is done at once where somebody wants that', () => {
    const done: number[] = [];
    assert.equal(atOnce(counting(3, done)), 'all');
    assert.deepEqual(done, [0, 1, 2]);
  });
});
