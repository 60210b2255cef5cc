import { strict as assert } from 'node:assert';
import { withoutThinking } from '../../../../server/src/domain/wrapping/withoutThinking.ts';

describe('an answer for people', () => {
  const rows: readonly [text: string, isWhole: boolean, shown: string][] = [
    ['It is.', true, 'It is.'],
    ['<think>hidden</think>\n\nIt is.', true, 'It is.'],
    ['  <thinking>hidden</thinking>It is.', false, 'It is.'],
    ['[THINK]hidden[/THINK]It is.', true, 'It is.'],
    ['<th', false, ''],
    ['<th', true, '<th'],
    ['<think>hidden', false, ''],
    ['<think>hidden', true, ''],
    ['hidden <think>', true, 'hidden <think>'],
    // Elements that somebody may have asked for.
    ['<plan><step/></plan>', true, '<plan><step/></plan>'],
    ['<reason>a</reason>b', true, '<reason>a</reason>b'],
  ];
  for (const [text, isWhole, shown] of rows) {
    it(`${JSON.stringify(text)}, ${isWhole ? 'whole' : 'so far'}, has no thinking before it`, () => {
      assert.equal(withoutThinking(text, isWhole), shown);
    });
  }
});
