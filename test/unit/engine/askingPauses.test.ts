import { strict as assert } from 'node:assert';
import { AskingPauses } from '../../../server/src/engine/askingPauses.ts';

/** The seconds at which a server is asked that is looked at ten times a second, and what it says then. */
function askedAt(seconds: number, answers: (at: number) => 'told' | 'loads' | 'nothing') {
  const pauses = new AskingPauses();
  const times: number[] = [];
  for (let tenths = 0; tenths <= seconds * 10; tenths++) {
    if (!pauses.isOver('a', tenths * 100)) continue;
    const said = answers(tenths / 10);
    if (said === 'told') pauses.told('a');
    if (said === 'loads') pauses.isBackSoon('a');
    times.push(tenths / 10);
  }
  return times;
}

describe('how often a server is asked which model it has', () => {
  it('is each second while it says so', () => {
    assert.deepEqual(
      askedAt(4, () => 'told'),
      [0, 1, 2, 3, 4],
    );
  });

  it('is more and more rarely while it does not, once a minute at least, and each second when it does again', () => {
    assert.deepEqual(
      askedAt(250, (at) => (at < 240 ? 'nothing' : 'told')),
      [0, 2, 6, 14, 30, 62, 122, 182, 242, 243, 244, 245, 246, 247, 248, 249, 250],
    );
  });

  it('is every five seconds while it loads its model', () => {
    assert.deepEqual(
      askedAt(21, () => 'loads'),
      [0, 2, 6, 11, 16, 21],
    );
  });

  it('is each for itself', () => {
    const pauses = new AskingPauses();
    assert.deepEqual([pauses.isOver('a', 0), pauses.isOver('b', 0)], [true, true]);
    assert.deepEqual([pauses.isOver('a', 999), pauses.isOver('b', 2_000)], [false, true]);
  });
});
