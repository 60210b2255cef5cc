import { strict as assert } from 'node:assert';
import { type StopRule, wholeText } from '../../../server/src/domain/stopRule.ts';

const block = (options: {
  indent?: number;
  opensBlock?: boolean;
  maxLines?: number;
}): StopRule => ({
  name: 'block',
  version: 1,
  indent: 0,
  opensBlock: true,
  maxLines: 12,
  ...options,
});

describe('wholeText', () => {
  const cases: [name: string, rule: StopRule, text: string, whole: string | undefined][] = [
    ['waits for the model without a rule', { name: 'none', version: 1 }, 'a\nb\n', undefined],
    ['ends a line at its break', { name: 'line', version: 1 }, 'sum(a)\nb', 'sum(a)'],
    ['waits for the break of a line', { name: 'line', version: 1 }, 'sum(a)', undefined],
    ['passes leading breaks of a line', { name: 'line', version: 1 }, '\n  a', undefined],
    ['ends before a sibling statement', block({}), 'sum(a);\nconst b', 'sum(a);'],
    ['includes the closing line', block({}), ' {\n  a();\n}\n', ' {\n  a();\n}'],
    ['waits until the closing line is complete', block({}), ' {\n  a();\n}', undefined],
    ['goes on after a line that closes and opens', block({}), ' {\n  a();\n} else {\n', undefined],
    ['keeps blank lines inside a block', block({}), ' {\n  a();\n\n  b();\n', undefined],
    [
      'takes siblings on an empty line',
      block({ indent: 2, opensBlock: false }),
      'a();\n  b();\n',
      undefined,
    ],
    [
      'ends before the enclosing block closes',
      block({ indent: 2, opensBlock: false }),
      'a();\n  b();\n}\n',
      'a();\n  b();',
    ],
    ['ends siblings at a blank line', block({ indent: 2, opensBlock: false }), 'a();\n\n', 'a();'],
    ['ends at the most lines', block({ maxLines: 2 }), ' {\n  a();\n  b', ' {\n  a();'],
  ];
  for (const [name, rule, text, whole] of cases) {
    it(name, () => assert.equal(wholeText(rule, text), whole));
  }
});
