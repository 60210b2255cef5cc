import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { readAnswer } from '../../../../server/src/actions/answer/readAnswer.ts';
import type { Reading } from '../../../../server/src/actions/answer/reading.ts';

const CODE: Readonly<Record<string, readonly string[]>> = {
  typescript: [
    '  total(items) {',
    '    let sum = 0;',
    '    for (const item of items) {',
    "      sum += item.price * (item.kind === '//' ? 1 : 2);",
    '    }',
    '',
    '    return sum;',
    '  }',
  ],
  python: [
    '    def total(self, items):',
    '        amount = 0',
    '        for item in items:',
    '            amount += item.price',
    '',
    '        return amount',
  ],
  rust: ['    fn total(&self) -> f64 {', '        let sum = self.sum();', '        sum', '    }'],
  lua: ['  function M.total(items)', '    local sum = #items', '    return sum', '  end'],
};
const SIGNS: Readonly<Record<string, string>> = {
  typescript: '//',
  python: '#',
  rust: '///',
  lua: '--',
};

const read = (languageId: string, block: readonly string[], answer: readonly string[]): Reading =>
  readAnswer(
    { text: `\`\`\`${languageId}\n${answer.join('\n')}\n\`\`\``, ending: 'stop' },
    {
      languageId,
      lines: ['first line of the file', '', ...block, '', 'last line of the file'],
      block: { first: 2, last: block.length + 1 },
      diagnosticLines: [2],
      intent: 'comments',
    },
  );

/** The block with the edits of a reading made. */
function made(block: readonly string[], reading: Reading): string[] | undefined {
  if (reading.kind === 'refused') return undefined;
  const out = [...block];
  const edits = reading.kind === 'edits' ? reading.edits : [];
  for (const { first, end, lines } of edits.toReversed()) {
    out.splice(first - 2, end - first, ...lines);
  }
  return out;
}

const language = fc.constantFrom(...Object.keys(CODE));
const word = fc.constantFrom('Adds', 'what', 'is', "isn't", 'there', '"quoted"', '(once)', '`x`');
const sentence = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(' '));

describe('an answer that is to add comments alone', () => {
  it('is taken with comments anywhere between its lines', () => {
    fc.assert(
      fc.property(
        language,
        fc.array(fc.tuple(fc.nat(20), sentence), { minLength: 1, maxLength: 5 }),
        (languageId, added) => {
          const block = CODE[languageId] ?? [];
          const answer = [...block];
          for (const [place, words] of added) {
            const at = place % block.length;
            const indent = /^ */.exec(block[at] ?? '')?.[0] ?? '';
            answer.splice(at, 0, `${indent}${SIGNS[languageId]} ${words}`);
          }
          assert.deepEqual(made(block, read(languageId, block, answer)), answer);
        },
      ),
    );
  });

  it('is refused where a line of code is changed, missing, doubled or new', () => {
    fc.assert(
      fc.property(
        language,
        fc.nat(20),
        fc.constantFrom('change', 'drop', 'double', 'add', 'comment'),
        sentence,
        (languageId, place, how, words) => {
          const block = CODE[languageId] ?? [];
          const solid = block.flatMap((line, index) => (line === '' ? [] : [index]));
          const at = solid[place % solid.length] ?? 0;
          const line = block[at] ?? '';
          const sign = SIGNS[languageId];
          const changed = {
            change: [`${line} x`],
            drop: [],
            double: [line, line],
            add: [line, `${/^ */.exec(line)?.[0]}call();`],
            comment: [`${sign} ${line.trim()}`],
          }[how];
          const answer = block.toSpliced(at, 1, ...changed);
          answer.splice(0, 0, `${sign} ${words}`);
          assert.equal(read(languageId, block, answer).kind, 'refused');
        },
      ),
    );
  });

  it('changes neither the white space of code nor blank lines', () => {
    const block = CODE.typescript ?? [];
    const answer = [
      '/** Adds. */',
      ...block.map((line) => line.trim()).filter((line) => line !== ''),
    ];
    assert.deepEqual(made(block, read('typescript', block, answer)), ['  /** Adds. */', ...block]);
  });

  it('is refused where it changes a line of a string that looks like a comment', () => {
    const block = ['f(`', '# title', '// b', '`);'];
    const answer = ['// Prints.', 'f(`', '# other', '// b', '`);'];
    assert.deepEqual(read('typescript', block, answer), { kind: 'refused', why: 'changesCode' });
    const dashes = ['function down() {', '  --index;', '  return index;', '}'];
    const missing = ['// Goes down.', ...dashes.toSpliced(1, 1)];
    assert.equal(read('typescript', dashes, missing).kind, 'refused');
  });

  it('is to be looked at where a comment of the block is lost: tools read some', () => {
    const block = ['function f() {', '  // eslint-disable-next-line', '  g();', '}'];
    const answer = ['// Calls.', 'function f() {', '  g();', '}'];
    const reading = read('typescript', block, answer);
    assert.equal(reading.kind === 'edits' && reading.isSure, false);
    const kept = read('typescript', block, ['// Calls.', ...block]);
    assert.equal(kept.kind === 'edits' && kept.isSure, true);
  });
});
