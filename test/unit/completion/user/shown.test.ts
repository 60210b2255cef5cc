import { strict as assert } from 'node:assert';
import { isTooEarly, leftOf, type Shown } from '../../../../server/src/completion/user/shown.ts';
import { cursorIn } from '../../../support/caret.ts';

describe('a line on which suggestions were wrong', () => {
  /** How much must be typed beside a suggestion before a model is asked anew. */
  const leastNew = (refuted: number) => {
    const suggestion = { id: '1', text: 'sum();', source: 'upstream', model: 'm' } as const;
    const standing = {
      suggestion,
      document: cursorIn('|').cursor.document,
      lineSuffix: '',
      covered: 0,
      tail: '',
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

describe('a suggestion shown', () => {
  const shownAt = (drawn: string, text: string): Shown => {
    const { cursor } = cursorIn(drawn);
    return {
      suggestion: { id: '1', text, source: 'upstream', model: 'm' },
      line: cursor.position.line,
      linePrefix: cursor.linePrefix,
      text,
      document: cursor.document,
      lineSuffix: cursor.lineSuffix,
      covered: 0,
      tail: '',
      shownEnd: text.length,
      chosenEnd: text.length,
      shownAt: 0,
      isUserInitiated: false,
      refuted: 0,
    };
  };
  const shown = shownAt('a\nb = |)\nc', 'sum(x)');
  const left = (drawn: string) => leftOf(shown, cursorIn(drawn).cursor);

  it('is left as it is while its own text is typed', () => {
    assert.deepEqual(['a\nb = |)\nc', 'a\nb = s|)\nc', 'a\nb = sum(x)|)\nc'].map(left), [
      'sum(x)',
      'um(x)',
      '',
    ]);
  });

  it('is fitted anew where anything else has changed', () => {
    const elsewhere = [
      'a\nb = t|)\nc',
      'a\nb = sum(|))\nc',
      'A\nb = s|)\nc',
      'a\nb = s|)\nC',
      'a\nb = s|)\nc\nd',
      'a\nb =|)\nc',
      'a\n\nb = s|)\nc',
    ];
    assert.deepEqual(
      elsewhere.map(left),
      elsewhere.map(() => undefined),
    );
  });
});
