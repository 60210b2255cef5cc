import { strict as assert } from 'node:assert';
import { limitMistake } from '../../../tools/field/limits/judged.ts';
import { TOLD_LIMITS } from '../../../tools/field/limits/told.ts';
import { JUDGED_LIMITS } from '../../../tools/field/limits/toldJudge.ts';

describe('limits as servers tell them', () => {
  for (const each of TOLD_LIMITS) it(each.name, () => assert.equal(limitMistake(each), ''));

  it('are read right where they were not looked at before, nine of ten', () => {
    const wrong = JUDGED_LIMITS.filter((each) => limitMistake(each) !== '');
    assert.ok(wrong.length <= 0.1 * JUDGED_LIMITS.length, `${wrong.length} are wrong`);
  });
});
