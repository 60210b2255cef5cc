import assert from 'node:assert/strict';
import { Lately } from '../../../bench/warming/lately.ts';
import { type Session, workOf } from '../../../bench/warming/work.ts';
import { seededRandom } from '../../../tools/random.ts';

describe('work laid over commits', () => {
  const commits = [0, 60, 120].map((minute) => ({ minute, files: [1, 2, 3] }));
  const developer = { name: 'a', commits };

  it('stays what it is where somebody looks at other ways on', () => {
    const states: Session[] = [];
    const steps = workOf(developer, 1, (session) => {
      states.push(session.fork());
      for (let count = 0; count < 50; count++) session.fork().ask(seededRandom(count));
      const other = session.fork();
      for (let count = 0; count < 50; count++) other.ask(Math.random);
    });
    assert.deepEqual(steps, workOf(developer, 1));
    assert.ok(steps.length > 20);
    assert.deepEqual(
      states.map(({ minute }) => minute),
      steps.map(({ minute }) => minute),
    );
  });

  it('is expected where it was lately, and not where it was long ago, nor where somebody is', () => {
    const lately = new Lately();
    const placesBeside = (place: number) =>
      lately
        .beside({ file: 1, place })
        .sort(([, one], [, other]) => other - one)
        .map(([at]) => at.place);
    for (const place of [7, 7, 7, 40, 40, 41]) lately.asked({ file: 1, place });
    assert.deepEqual(placesBeside(1), [40, 7, 41]);
    assert.deepEqual(placesBeside(7), [40, 41]);
    for (let count = 0; count < 40; count++) lately.asked({ file: 1, place: 3 });
    assert.deepEqual(placesBeside(1), [3]);
    assert.deepEqual(lately.beside({ file: 2, place: 1 }), []);
  });
});
