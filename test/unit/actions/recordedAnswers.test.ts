import { strict as assert } from 'node:assert';
import { judged } from '../../../bench/actions/judged.ts';
import { readAnswer } from '../../../server/src/actions/answer/readAnswer.ts';
import { recorded } from '../../../tools/field/edits/recorded.ts';

describe('recorded answers', () => {
  for (const half of ['tune', 'judge'] as const) {
    const all = recorded(half);

    it(`are many, of many languages (${half})`, () => {
      assert.ok(all.length >= 60);
      assert.ok(new Set(all.map(({ languageId }) => languageId)).size >= 8);
      assert.equal(new Set(all.map(({ name }) => name)).size, all.length);
    });

    it(`make of a block what a careful engineer would, or nothing (${half})`, () => {
      const wrong = all.filter((each) => judged(each, readAnswer).outcome === 'wrong');
      assert.deepEqual(
        wrong.map(({ name }) => name),
        [],
      );
    });

    it(`are accepted where they are right (${half})`, () => {
      const right = all.filter(({ truth }) => truth !== undefined);
      const accepted = right.filter((each) => judged(each, readAnswer).outcome === 'right');
      assert.ok(right.length >= 30);
      assert.ok(accepted.length >= 0.95 * right.length, `${accepted.length} of ${right.length}`);
    });
  }
});
