import { strict as assert } from 'node:assert';
import { Habits } from '../../../server/src/warming/habits.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = 1_800_000_000_000;

describe('habits', () => {
  const habits = () => new Habits((at) => Math.floor(at / HOUR) % 24);
  const visit = (of: Habits, file: string, at: number, kind = 'completion') =>
    of.visited({ file, kind, at });
  const filesIn = (of: Habits, now: number) => of.expected(now, 9).map(({ file }) => file);

  it('expect what followed within an hour, the surest first, and are the surer the more often it did', () => {
    const known = habits();
    const confidences: number[] = [];
    for (let day = 0; day < 30; day++) {
      const at = START + day * DAY;
      visit(known, 'a', at);
      const [first] = known.expected(at, 9);
      if (day > 4) assert.equal(first?.file, 'b');
      if (day > 0) confidences.push(first?.confidence ?? 0);
      visit(known, 'b', at + 5 * MINUTE);
      visit(known, day % 3 === 0 ? 'c' : 'd', at + 10 * MINUTE);
    }
    visit(known, 'a', START + 30 * DAY);
    assert.equal(filesIn(known, START + 30 * DAY)[0], 'b');
    assert.ok((confidences[0] ?? 1) < 0.5 && (confidences.at(-1) ?? 0) > 0.55);
    assert.ok(confidences.every((confidence) => confidence < 1));
  });

  it('do not expect what came later than an hour, nor the place where somebody is', () => {
    const known = habits();
    for (let day = 0; day < 5; day++) {
      visit(known, 'a', START + day * DAY);
      visit(known, 'b', START + day * DAY + 61 * MINUTE);
    }
    const now = START + 5 * DAY;
    visit(known, 'a', now);
    assert.deepEqual(
      known.expected(now, 9).filter(({ file, confidence }) => file === 'a' || confidence > 0.5),
      [],
    );
  });

  it('tell kinds of work in one file apart', () => {
    const known = habits();
    for (let day = 0; day < 5; day++) {
      visit(known, 'a', START + day * DAY);
      visit(known, 'a', START + day * DAY + MINUTE, 'fix');
    }
    const now = START + 5 * DAY;
    visit(known, 'a', now);
    const [first] = known.expected(now, 1);
    assert.deepEqual([first?.file, first?.kind], ['a', 'fix']);
  });

  it('let what is old fade', () => {
    const known = habits();
    for (let time = 0; time < 6; time++) {
      visit(known, 'a', START + time * 2 * HOUR);
      visit(known, 'old', START + time * 2 * HOUR + MINUTE);
    }
    for (let time = 0; time < 3; time++) {
      const at = START + 12 * DAY + time * 2 * HOUR;
      visit(known, 'a', at);
      visit(known, 'new', at + MINUTE);
    }
    const now = START + 13 * DAY;
    visit(known, 'a', now);
    const often = (file: string) => known.frequencyOf({ file, kind: 'completion' }, now);
    assert.ok(often('old') < 0.5 && often('new') > 2, `${often('old')}, ${often('new')}`);
  });

  it('keep a bounded number of spots, and of what follows each', () => {
    const known = habits();
    for (let file = 0; file < 5_000; file++) {
      visit(known, 'often', START + file * 2 * HOUR);
      visit(known, String(file), START + file * 2 * HOUR + MINUTE);
    }
    const now = START + 10_000 * HOUR;
    visit(known, 'often', now);
    assert.ok(known.expected(now, 9_999).length <= 200);
    assert.equal(known.learnt > 9_000, true);
    assert.equal(known.frequencyOf({ file: '1', kind: 'completion' }, now), 0);
  });
});
