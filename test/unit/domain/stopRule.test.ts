import { strict as assert } from 'node:assert';
import { type StopRule, wholeText } from '../../../server/src/domain/stopRule.ts';

const two: StopRule = { name: 'lines', version: 2, maxLines: 2 };

describe('wholeText', () => {
  const cases: [name: string, rule: StopRule, text: string, whole: string | undefined][] = [
    ['waits for the model without a rule', { name: 'none', version: 1 }, 'a\nb\n', undefined],
    ['ends a line at its break', { name: 'line', version: 2 }, 'sum(a)\nb', 'sum(a)'],
    ['waits for the break of a line', { name: 'line', version: 2 }, 'sum(a)', undefined],
    ['passes leading breaks of a line', { name: 'line', version: 2 }, '\n  a', undefined],
    ['waits for the break of the last line', two, 'a\nb', undefined],
    ['ends lines at the break of the last', two, 'a\nb\n', 'a\nb'],
    ['ends lines where more came at once', two, 'a\nb\nc\nd', 'a\nb'],
  ];
  const LINE_RULE: StopRule = { name: 'line', version: 2 };
  cases.push(
    ['passes the line of a fence', LINE_RULE, '```ts\n', undefined],
    ['ends a line behind its fence', LINE_RULE, '```ts\nsum(a);\nb', '```ts\nsum(a);'],
    [
      'counts lines behind a fence',
      two,
      'Here it is:\n\n```ts\na;\nb;\nc;',
      'Here it is:\n\n```ts\na;\nb;',
    ],
    ['waits for the end of thinking', two, '<think>\na\nb\nc\nd', undefined],
    [
      'counts lines behind thinking',
      two,
      '<think>\na\n</think>\n\na;\nb;\nc',
      '<think>\na\n</think>\n\na;\nb;',
    ],
    [
      'counts lines in an object',
      two,
      '{"completion": "a;\\nb;\\nc;"}',
      '{"completion": "a;\\nb;\\n',
    ],
    ['ends where a fence does', two, '```\na;\n```\nThis', '```\na;\n```'],
    ['ends at a control token', two, 'a;<|endoftext|>junk', 'a;<|endoftext|>'],
  );
  for (const [name, rule, text, whole] of cases) {
    it(name, () =>
      assert.equal(
        wholeText(rule, text, { before: '', after: '', languageId: 'typescript' }),
        whole,
      ),
    );
  }
});
