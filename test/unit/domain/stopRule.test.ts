import { strict as assert } from 'node:assert';
import { type StopRule, wholeText } from '../../../server/src/domain/stopRule.ts';

const two: StopRule = { name: 'lines', version: 1, maxLines: 2 };

describe('wholeText', () => {
  const cases: [name: string, rule: StopRule, text: string, whole: string | undefined][] = [
    ['waits for the model without a rule', { name: 'none', version: 1 }, 'a\nb\n', undefined],
    ['ends a line at its break', { name: 'line', version: 1 }, 'sum(a)\nb', 'sum(a)'],
    ['waits for the break of a line', { name: 'line', version: 1 }, 'sum(a)', undefined],
    ['passes leading breaks of a line', { name: 'line', version: 1 }, '\n  a', undefined],
    ['waits for the break of the last line', two, 'a\nb', undefined],
    ['ends lines at the break of the last', two, 'a\nb\n', 'a\nb'],
    ['ends lines where more came at once', two, 'a\nb\nc\nd', 'a\nb'],
  ];
  for (const [name, rule, text, whole] of cases) {
    it(name, () => assert.equal(wholeText(rule, text), whole));
  }
});
