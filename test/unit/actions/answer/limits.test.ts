import { strict as assert } from 'node:assert';
import { align } from '../../../../server/src/actions/answer/alignment.ts';
import { fencesIn } from '../../../../server/src/actions/answer/fences.ts';
import { unitOf } from '../../../../server/src/actions/answer/indentation.ts';
import { likeness, traitsOf } from '../../../../server/src/actions/answer/likeness.ts';
import { solid } from '../../../../server/src/actions/answer/line.ts';
import { locate } from '../../../../server/src/actions/answer/locate.ts';
import { readAnswer } from '../../../../server/src/actions/answer/readAnswer.ts';
import { textsInJson } from '../../../../server/src/actions/answer/wrappers.ts';

const steps = (count: number, name = 'step') =>
  Array.from(
    { length: count },
    (_, index) => `  ${name}${index}(${'abcdefgh'[index % 8]}${index});`,
  );

/** The reading of the answer where the block is all of the document. */
function kind(
  block: readonly string[],
  answer: readonly string[],
  diagnosticLines: number[] = [1],
): string {
  const place = {
    languageId: 'typescript',
    lines: block,
    block: { first: 0, last: block.length - 1 },
    diagnosticLines,
  };
  const reading = readAnswer(
    { text: `\`\`\`\n${answer.join('\n')}\n\`\`\``, ending: 'stop' },
    place,
  );
  if (reading.kind === 'edits') return reading.isSure ? 'sure' : 'unsure';
  return reading.kind === 'refused' ? reading.why : reading.kind;
}

const wrap = (lines: readonly string[]) => ['run() {', ...lines, '}'];

describe('limits of reading an answer', () => {
  it('are three changed lines of a short block, three in ten of a long one', () => {
    const change = (count: number, of: number) => {
      const lines = wrap(steps(of));
      const diagnosticLines = Array.from({ length: count }, (_, index) => index * 2 + 1);
      const answer = lines.map((line, index) =>
        diagnosticLines.includes(index) ? line.replace('step', 'stop') : line,
      );
      return kind(lines, answer, diagnosticLines);
    };
    assert.deepEqual([change(3, 8), change(4, 8)], ['sure', 'unsure']);
    assert.deepEqual([change(6, 20), change(8, 20)], ['sure', 'unsure']);
  });

  it('are two lines left out of a short block, a tenth of a long one', () => {
    const drop = (count: number, of: number) => {
      const lines = wrap(steps(of));
      return kind(lines, lines.toSpliced(2, count));
    };
    assert.deepEqual([drop(2, 8), drop(3, 8)], ['unsure', 'tooLittle']);
    assert.deepEqual([drop(3, 30), drop(5, 30)], ['unsure', 'tooLittle']);
  });

  it('are three fifths of a block that are kept', () => {
    const lines = wrap(['  a();', '  const x = one;']);
    assert.equal(kind(lines, wrap(['  q.w = 9 + 8;', '  zzz(yyy);'])), 'tooLittle');
    assert.equal(kind(lines, wrap(['  a();', '  zzz(yyy);'])), 'unsure');
  });

  it('are seven tenths of a changed line', () => {
    const lines = wrap(['  call(one, two, three);']);
    assert.equal(kind(lines, wrap(['  call(one, three);'])), 'sure');
    assert.equal(kind(lines, wrap(['  call(three);'])), 'unsure');
  });

  it('are half of the only line of a block, at its ends', () => {
    const line = 'export const limit: number = hundert;';
    assert.equal(kind([line], [line.replace('hundert', '100')], [0]), 'sure');
    const sum = 'let sum = ints => ints.reduce((a, b) => a + b)';
    const max = 'let max = ints => ints.reduce((a, b) => a > b ? a : b)';
    assert.equal(kind([sum], [max], [0]), 'unsure');
  });

  it('are three lines around a block', () => {
    const lines = wrap(steps(4));
    assert.equal(kind(lines, ['import a;', 'import b;', 'import c;', ...lines]), 'unsure');
    assert.equal(
      kind(lines, ['import a;', 'import b;', 'import c;', 'import d;', ...lines]),
      'elsewhere',
    );
  });

  it('are 4,000 lines and 400,000 characters of an answer', () => {
    const lines = ['const x = rat();'];
    const right = '```\nconst x = rate();\n```\n';
    const place = {
      languageId: 'typescript',
      lines,
      block: { first: 0, last: 0 },
      diagnosticLines: [0],
    };
    const read = (text: string) => readAnswer({ text, ending: 'stop' }, place).kind;
    assert.equal(read(right), 'edits');
    assert.equal(read(right + 'a\n'.repeat(3_900)), 'edits');
    assert.equal(read(right + 'a\n'.repeat(4_000)), 'refused');
    assert.equal(read(right + 'a'.repeat(390_000)), 'edits');
    assert.equal(read(right + 'a'.repeat(400_000)), 'refused');
  });

  it('are lines half alike, of 100,000 comparisons', () => {
    const pairs = (one: string, other: string) => align(solid([one]), solid([other]))?.length;
    assert.deepEqual([pairs('abcd', 'abce'), pairs('abcdefgh', 'hzyxwvut')], [1, 0]);
    assert.equal(align(solid(steps(320)), solid(steps(320))), undefined);
    assert.notEqual(align(solid(steps(310)), solid(steps(310))), undefined);
  });

  it('are long lines compared by their ends', () => {
    const line = 'ab'.repeat(5_000);
    const [one, other] = [traitsOf(`${line}c`), traitsOf(`${line}d`)];
    assert.deepEqual([one.counts.size, likeness(one, other) > 0.99], [0, true]);
  });

  it('are eight fences from either end', () => {
    const { pieces } = fencesIn('```\na\n'.repeat(400));
    assert.ok(pieces.length <= 8 * 9, String(pieces.length));
    const many = `${'```\nold\n```\n'.repeat(40)}\`\`\`\nnew\n\`\`\``;
    assert.ok(fencesIn(many).pieces.some(({ lines }) => lines.join() === 'new'));
  });

  it('are four values of JSON inside each other', () => {
    const deep = (depth: number): string =>
      depth === 0 ? JSON.stringify('code') : `{"a":${deep(depth - 1)}}`;
    assert.deepEqual([textsInJson(deep(4)), textsInJson(deep(6))], [['code'], []]);
  });

  it('are twelve places where the lines around may end', () => {
    const lines = ['x', ...Array.from({ length: 40 }, () => 'same();'), 'block();', 'y'];
    const answer = [...Array.from({ length: 40 }, () => 'same();'), 'block();'];
    const place = { languageId: 'c', lines, block: { first: 41, last: 41 }, diagnosticLines: [41] };
    assert.deepEqual(locate(answer, ['block();'], place), {
      lines: ['block();'],
      isPart: true,
    });
  });

  it('are steps of two to eight blanks', () => {
    assert.equal(unitOf(['a', '   b', '      c']), '   ');
    assert.equal(unitOf(['a', ' b', '  c']), undefined);
    assert.equal(unitOf(['a', '            b']), undefined);
    assert.equal(unitOf(['a', '\tb']), '\t');
  });
});
