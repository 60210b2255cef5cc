import { strict as assert } from 'node:assert';
import { fencedBlock } from '../../../server/src/actions/fencedBlock.ts';

describe('fencedBlock', () => {
  const cases: [name: string, answer: string, code: string | undefined][] = [
    ['takes the code', 'Sure:\n```ts\na();\nb();\n```\nDone.', 'a();\nb();'],
    ['takes the first of two', '```\na\n```\n```\nb\n```', 'a'],
    ['takes tildes', '~~~\na\n~~~', 'a'],
    ['lets a longer fence hold a shorter one', '````md\n```\na\n```\n````', '```\na\n```'],
    ['takes CRLF', '```\r\na\r\nb\r\n```', 'a\nb'],
    ['keeps indentation', '```\n  a\n```', '  a'],
    ['takes an empty block', '```\n```', ''],
    ['refuses a block that is not closed', '```ts\na();', undefined],
    ['refuses an answer without a block', 'a();', undefined],
    ['refuses nothing', '', undefined],
  ];
  for (const [name, answer, code] of cases) it(name, () => assert.equal(fencedBlock(answer), code));
});
