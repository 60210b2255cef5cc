import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { readFile } from '../../../../server/src/actions/answer/readFile.ts';

const CODE = [
  'export function twice(value) {',
  '  return value * 2;',
  '}',
  'export const one = 1;',
];
const TEST = [
  "import { twice } from './a.ts';",
  '',
  "it('doubles', () => {",
  '  check(twice(1), 2);',
  '});',
];
const fence = (lines: readonly string[], info = 'ts') =>
  `\`\`\`${info}\n${lines.join('\n')}\n\`\`\``;
const read = (text: string, more: object = {}, languageId = 'typescript') =>
  readFile({ text, ending: 'stop', ...more }, { languageId, lines: CODE });

describe('a file out of an answer', () => {
  it('is taken out of its fence, and of more around it', () => {
    const answers = [
      fence(TEST),
      `Here are the tests:\n\n${fence(TEST)}\n\nRun them.`,
      `<think>${fence(['x'])}</think>${fence(TEST)}`,
      fence(TEST).replaceAll('\n', '\r\n'),
      `${fence(TEST)}<|im_end|>`,
      fence(['', ...TEST, '']),
      fence(['<block>', ...TEST, '</block>']),
      fence([JSON.stringify({ why: 'none', code: TEST.join('\n') })], 'json'),
      `${fence(TEST)}\n\nRun it by\n\n${fence(['npm test'], 'sh')}`,
    ];
    for (const answer of answers) assert.deepEqual(read(answer), TEST, answer);
  });

  it('is not the code that is quoted beside it, though that is longer', () => {
    const short = ["it('is one', () => check(one, 1));"];
    assert.deepEqual(read(`${fence(CODE)}\n\nIts test:\n\n${fence(short)}`), short);
  });

  it('is refused with the reason', () => {
    const cases: [answer: string, why: string, more?: object][] = [
      [fence(TEST), 'cut', { ending: 'length' }],
      [fence(TEST), 'cut', { fault: 'refused' }],
      [fence(TEST), 'credential', { withheld: 'credential' }],
      [fence(TEST).slice(0, -4), 'cut'],
      [fence(TEST.slice(0, -1)), 'cut'],
      ['<think>Hm', 'cut'],
      ['x'.repeat(200_001), 'cut'],
      ['', 'empty'],
      [fence(['', '']), 'empty'],
      ["I'm sorry, but I can't.", 'declined'],
      ['There is nothing to test.', 'noCode'],
      [fence(['You should test the function first.']), 'noCode'],
      [fence(TEST, 'python'), 'otherLanguage'],
      [fence(TEST, 'diff'), 'difference'],
      [fence(TEST.map((line) => `+${line}`)), 'difference'],
      [fence(TEST.with(3, '  // ... more tests')), 'elided'],
      [fence(TEST.with(3, '  check(twice(1), 2);\u200b')), 'hidden'],
    ];
    for (const [answer, why, more] of cases)
      assert.equal(read(answer, more), why, answer.slice(0, 80));
  });

  it('is never made of a part of one', () => {
    const body = fence(TEST).slice(0, -'\n```'.length);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: body.length - 1 }), (length) => {
        assert.equal(typeof read(body.slice(0, length)), 'string');
        // Closed by a server or a proxy that knows of fences.
        const closed = read(`${body.slice(0, length)}\n\`\`\``);
        const last = typeof closed === 'string' ? '' : closed.at(-1);
        if (closed.includes("it('doubles', () => {")) assert.match(last ?? '', /^(?:|\}\);?)$/);
      }),
    );
  });
});
