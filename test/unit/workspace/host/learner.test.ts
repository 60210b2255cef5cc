import { strict as assert } from 'node:assert';
import { Learner } from '../../../../server/src/workspace/host/learner.ts';

describe('Learner', () => {
  function learner() {
    const learnt: string[] = [];
    const turns: (() => void)[] = [];
    const learn = function* (uri: string, text: string) {
      for (const piece of text.split(' ')) {
        learnt.push(`${uri}:${piece}`);
        yield;
      }
    };
    let done = 0;
    const later = (step: () => void) => turns.push(step);
    const queue = new Learner(learn, later, () => done++);
    /** Takes so many turns; says how many are still to be taken. */
    const take = (count: number): number => {
      for (let turn = 0; turn < count; turn++) turns.shift()?.();
      return turns.length;
    };
    return { queue, learnt, take, done: () => done };
  }

  it('takes a step at a turn, one document after the other, and then rests', () => {
    const { queue, learnt, take } = learner();
    queue.add('a', '1 2');
    queue.add('b', '3');
    assert.deepEqual(learnt, ['a:1']);
    assert.equal(take(9), 0);
    assert.deepEqual(learnt, ['a:1', 'a:2', 'b:3']);
    queue.add('a', '4');
    assert.equal(learnt.at(-1), 'a:4');
    assert.equal(take(2), 0);
  });

  it('learns the newest state of what waits, and finishes what was begun', () => {
    const { queue, learnt, take, done } = learner();
    queue.add('a', '1 2');
    queue.add('a', '3');
    queue.add('a', '4');
    assert.equal(done(), 1);
    take(9);
    assert.equal(done(), 3);
    assert.deepEqual(learnt, ['a:1', 'a:2', 'a:4']);
  });
});
