import { strict as assert } from 'node:assert';
import { readAnswer } from '../../../../server/src/actions/answer/readAnswer.ts';
import { readFile } from '../../../../server/src/actions/answer/readFile.ts';
import type { Intent } from '../../../../server/src/actions/answer/reading.ts';

const ABOVE = ["import { log } from './log';", '', 'class Sums {'];
const BLOCK = [
  '  @cached',
  '  total(items, limit) {',
  '    const text = `',
  '<sum>',
  '`;',
  '    return items.slice(0, limit).length + text;',
  '  }',
];
const BELOW = ['', '  clear(items) {', '    items.length = 0;', '  }', '}'];
const SHORT = [...BLOCK.slice(0, 5), '    return text + items.slice(0, limit).length;', '  }'];

/** The file after an answer to a rewrite, or why there is none. */
function made(answer: readonly string[], intent: Intent = 'rewrite', isFenced = true): string {
  const text = isFenced ? ['```', ...answer, '```'].join('\n') : answer.join('\n');
  const lines = [...ABOVE, ...BLOCK, ...BELOW];
  const block = { first: ABOVE.length, last: ABOVE.length + BLOCK.length - 1 };
  const place = { languageId: 'typescript', lines, block, diagnosticLines: [], intent };
  const reading = readAnswer({ text, ending: 'stop' }, place);
  if (reading.kind !== 'edits') return reading.kind === 'refused' ? reading.why : reading.kind;
  const out = [...lines];
  for (const { first, end, lines: now } of reading.edits.toReversed()) {
    out.splice(first, end - first, ...now);
  }
  return out.join('\n');
}

const WHOLE = [...ABOVE, ...SHORT, ...BELOW].join('\n');

describe('an answer with what nobody expects', () => {
  const read: [name: string, answer: string[]][] = [
    ['a file name above it', ['// src/sums.ts', ...SHORT]],
    ['a remark behind a line', SHORT.with(5, `${SHORT[5]} // <-- changed`)],
    ['an import that the file has', [ABOVE[0] ?? '', '', ...SHORT]],
    ['entities for signs', SHORT.with(3, '&lt;sum&gt;')],
    ['marks of XML', ['<![CDATA[', ...SHORT, ']]>']],
    ['less indentation, but for a string', SHORT.map((line) => line.replace(/^ {2}/, ''))],
    ['twice the indentation', SHORT.map((line) => line.replace(/^ +/, '$&$&'))],
    ['its first line at the margin', SHORT.with(0, '@cached')],
    ['a comment of what is below', [...ABOVE, ...SHORT, '', '  // Plain.', ...BELOW.slice(1)]],
  ];
  for (const [name, answer] of read) it(name, () => assert.equal(made(answer), WHOLE));

  it('the name of a language in place of a fence', () =>
    assert.equal(made(['ts', 'Copy code', ...SHORT], 'rewrite', false), WHOLE));

  it('a fence in a list', () => {
    const text = ['1. So:', '', ...['```ts', ...SHORT, '```'].map((line) => `   ${line}`)];
    assert.equal(made(text, 'rewrite', false), WHOLE);
  });

  it('a list of its lines in JSON', () =>
    assert.equal(made([JSON.stringify({ lines: SHORT })]), WHOLE));

  const refused: [name: string, answer: string[], why: string][] = [
    ['without what is above its header', SHORT.slice(1), 'elsewhere'],
    ['with an import that is new', ["import { a } from './a';", '', ...SHORT], 'elsewhere'],
    ['in a class of its own', ['class Example {', ...SHORT, '}'], 'elsewhere'],
    ['with a neighbour', [...SHORT, '', BELOW[1] ?? '', '    items.size = 0;', '  }'], 'elsewhere'],
    ['without any indentation', SHORT.map((line) => line.trim()), 'elsewhere'],
    ['with quotes of a word processor', SHORT.with(5, '    return “” + items;'), 'noCode'],
    ['as JSON that cannot be read', [`{"code": "${SHORT.join('\n')}"}`], 'cut'],
  ];
  for (const [name, answer, why] of refused) {
    it(`is refused ${name}`, () => assert.equal(made(answer), why));
  }

  it('is refused with the end of the file', () => {
    const block = ['a() {', '  one "$1"', '  two "$1"', '}'];
    const end = ['case "$1" in', '  x) a ;;', 'esac'];
    const lines = [...block, '', 'b() {', '  three', '}', '', ...end];
    const place = {
      languageId: 'shellscript',
      lines,
      block: { first: 0, last: 3 },
      diagnosticLines: [],
      intent: 'rewrite' as const,
    };
    const short = ['a() {', '  one "$1" && two "$1"', '}'];
    const read = (answer: readonly string[]) =>
      readAnswer({ text: ['```', ...answer, '```'].join('\n'), ending: 'stop' }, place);
    assert.equal(read(short).kind, 'edits');
    assert.deepEqual(read([...short, '', ...end]), { kind: 'refused', why: 'elsewhere' });
  });

  it('is refused where a parameter is lost with the end', () => {
    const lines = [
      'fun a(words: List<String>, limit: Int): Int {',
      '    return words.take(limit).size',
      '}',
    ];
    const place = {
      languageId: 'kotlin',
      lines,
      block: { first: 0, last: 2 },
      diagnosticLines: [],
      intent: 'rewrite' as const,
    };
    const answer = (end: string) => ({
      text: `\`\`\`\nfun a(words: List<String>, limit: Int): Int = words\n${end}\`\`\``,
      ending: 'stop' as const,
    });
    assert.equal(readAnswer(answer('    .take(limit)\n    .size\n'), place).kind, 'edits');
    assert.deepEqual(readAnswer(answer(''), place), { kind: 'refused', why: 'cut' });
  });
});

describe('a file that is cut', () => {
  const python = ['def test_a():', '    log = []', '    assert log == []'];
  const read = (lines: readonly string[], languageId = 'python', more = '') =>
    readFile(
      { text: `\`\`\`\n${lines.join('\n')}\n\`\`\`${more}`, ending: 'stop' },
      { languageId, lines: [] },
    );

  it('is refused where its last test looks at nothing, or its last line does nothing', () => {
    assert.deepEqual(read(python), python);
    assert.equal(read(python.slice(0, 2)), 'cut');
    assert.equal(read([...python, '', '', '@pytest.mark']), 'cut');
  });

  it('is refused where statements end with a sign and the last one does not', () => {
    const c = ['int main(void) {', '\treturn 0;', '}'];
    assert.deepEqual(read(c, 'c'), c);
    assert.equal(read([...c, 'static'], 'c'), 'cut');
  });

  it('is refused where a string is left open', () =>
    assert.equal(read(['run "a"', 'run "b'], 'shellscript'), 'cut'));

  it('is refused in two parts', () =>
    assert.equal(
      read(
        python,
        'python',
        `\n\`\`\`\n${['def test_b():', '    assert b() == 1'].join('\n')}\n\`\`\``,
      ),
      'cut',
    ));
});
