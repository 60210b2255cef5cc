import { strict as assert } from 'node:assert';
import { isTooEarly } from '../../../../server/src/completion/user/shown.ts';
import { cursorIn } from '../../../support/caret.ts';

describe('a line on which suggestions were wrong', () => {
  /** How much must be typed beside a suggestion before a model is asked anew. */
  const leastNew = (refuted: number) => {
    const suggestion = { id: '1', text: 'sum();', source: 'upstream', model: 'm' } as const;
    const standing = {
      suggestion,
      line: 0,
      linePrefix: '',
      text: suggestion.text,
      shownEnd: suggestion.text.length,
      chosenEnd: suggestion.text.length,
      shownAt: 0,
      isUserInitiated: false,
      refuted,
    };
    const lengths = Array.from({ length: 20 }, (_, index) => index + 1);
    return lengths.find(
      (length) => !isTooEarly(standing, cursorIn(`${'x'.repeat(length)}|`).cursor),
    );
  };

  it('is asked about anew after a token, and later each time, but not for ever', () => {
    assert.deepEqual([0, 1, 2, 3, 4, 5, 6, 9].map(leastNew), [4, 4, 6, 8, 10, 12, 12, 12]);
  });
});
