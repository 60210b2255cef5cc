import { strict as assert } from 'node:assert';
import { ANSWERS } from '../../../tools/field/answers.ts';
import { JUDGED_ANSWERS } from '../../../tools/field/answersJudge.ts';
import { answerMistakes } from '../../../tools/field/judgedAnswers.ts';

describe('the reader of answers', () => {
  for (const each of [...ANSWERS, ...JUDGED_ANSWERS]) {
    it(`reads ${each.name}`, async () => {
      for (const size of [1, 7, 1_000_000]) {
        assert.deepEqual(await answerMistakes(each, size), [], `in pieces of ${size}`);
      }
    });
  }
});
