import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import {
  fitAgain,
  fitTo,
  soFar,
  toCanonical,
} from '../../../../server/src/completion/postprocess/index.ts';
import { cursorIn } from '../../../support/caret.ts';

describe('canonical filters', () => {
  const cases: [name: string, text: string, canonical: string][] = [
    ['turns every line end into LF', 'a;\r\nb;\rc;', 'a;\nb;\nc;'],
    ['takes code out of a fence', '```ts\nsum(a);\n```\nThat is it.', 'sum(a);'],
    ['takes code out of a fence that was cut', '```\nsum(a);\n', 'sum(a);'],
    ['leaves a fence inside code alone', 'const a = "```";', 'const a = "```";'],
    ['cuts at end and FIM markers', 'sum(a);<|endoftext|>junk', 'sum(a);'],
    ['drops a reasoning preamble', '<think>hm</think>sum(a);', 'sum(a);'],
    ['drops reasoning that never ends', '<think>hm', ''],
    ['cuts where a line repeats for the fifth time', 'a;\nb;\nb;\nb;\nb;\nb;\nb;', 'a;\nb;'],
    [
      'cuts where a block comes for the third time',
      `${'a();\nb();\n'.repeat(3)}c();`,
      'a();\nb();',
    ],
    [
      'keeps a block that comes twice',
      `${'a();\nb();\n'.repeat(2)}c();`,
      'a();\nb();\na();\nb();\nc();',
    ],
    ['cuts a loop within a line', `x = [${'1, 2, '.repeat(12)}`, 'x = [1, 2, '],
    [
      'keeps a long line that does not loop',
      'f(a, b, c, d, e, g, h, i, j, k, l, m, n, o);',
      'f(a, b, c, d, e, g, h, i, j, k, l, m, n, o);',
    ],
    ['drops a loop of one letter', `const a = '${'A'.repeat(400)}`, "const a = '"],
    ['cuts a loop of two letters', `x${'ab'.repeat(100)}`, 'x'],
    ['cuts a loop of numbers', `[${'0, '.repeat(100)}`, '[0, '],
    ['keeps a ruler', `# ${'='.repeat(76)}`, `# ${'='.repeat(76)}`],
    ['keeps a long ruler of stars', `/${'*'.repeat(118)}/`, `/${'*'.repeat(118)}/`],
    ['keeps the frame of a table', `+${'-----+'.repeat(12)}`, `+${'-----+'.repeat(12)}`],
    ['keeps a row of a Markdown table', `|${' --- |'.repeat(14)}`, `|${' --- |'.repeat(14)}`],
    ['keeps a row of bytes', `    ${'0x00, '.repeat(16)}`, `    ${'0x00, '.repeat(16)}`],
    ['keeps a hash of zeros', `'${'0'.repeat(64)}'`, `'${'0'.repeat(64)}'`],
    ['keeps equal rows of a table', '0,\n'.repeat(12), '0,\n'.repeat(12)],
    ['cuts rows without an end', '0,\n'.repeat(40), '0,\n'.repeat(16).trimEnd()],
    ['drops a loop that the answer comes out of', `a = '${'A'.repeat(400)}';\nb();`, "a = '"],
    ['drops a loop in a line of several', `a();\nb = "${'ab'.repeat(200)}";`, 'a();\nb = "'],
    ['cuts a loop that a line ends with', `// ${'ha '.repeat(100)}ho\nb();`, '// ha'],
    [
      'keeps what an answer repeats within reason',
      `'${'ab'.repeat(128)}';`,
      `'${'ab'.repeat(128)}';`,
    ],
    ['drops one character more', `'${'ab'.repeat(128)}a';`, "'"],
    ['keeps a ruler as a comment', `// ${'-'.repeat(76)}`, `// ${'-'.repeat(76)}`],
    ['keeps a ruler as a literal', `print('${'-'.repeat(80)}')`, `print('${'-'.repeat(80)}')`],
    ['keeps equal rows of a Markdown table', '| a | b |\n'.repeat(6), '| a | b |\n'.repeat(6)],
    ['cuts a ruler without an end', `# ${'='.repeat(400)}`, '# ='],
    ['cuts at markers of every family', 'sum(a);<｜end▁of▁sentence｜>', 'sum(a);'],
    ['keeps four equal lines', 'b;\nb;\nb;\nb;', 'b;\nb;\nb;\nb;'],
    ['drops blank text', ' \n\t\n', ''],
    ['keeps blanks at the end, and one line break behind several lines', 'a;  \n\n', 'a;  '],
    ['keeps one line break behind several lines', 'a;\nb; \n\n', 'a;\nb;\n'],
  ];
  const { cursor: anywhere } = cursorIn('|');
  for (const [name, text, canonical] of cases) {
    it(name, () => assert.equal(toCanonical(text, anywhere), canonical));
  }

  it('leave nothing of a text that a turn of the direction would cut', () => {
    assert.equal(toCanonical('if (isAdmin) {\n  run();\n} \u202e// nothing', anywhere), '');
    assert.equal(toCanonical('sum(a);\u2066', anywhere), '');
  });

  it('trim the start behind a repeat, and the end behind a loop', () => {
    const { cursor } = cursorIn('const total = sum(|)');
    assert.equal(toCanonical('const total = sum( items)', cursor), 'items)');
    const blocks = 'a();\nb();\n\n\n'.repeat(3);
    assert.equal(toCanonical(`${blocks}c();`, anywhere), 'a();\nb();\n');
  });

  const repeated: [name: string, text: string][] = [
    ['a ruler as wide', `# ${'='.repeat(300)}`],
    ['a literal as long', `const a = '${'A'.repeat(300)}';`],
    ['equal lines', 'null,\n'.repeat(6)],
    ['equal blocks of lines', 'on();\noff();\n'.repeat(3)],
  ];
  for (const [name, text] of repeated) {
    it(`keeps ${name} where the file has them itself`, () => {
      const own = text.replaceAll('a = ', 'b = ');
      const cursor = (above: string) => cursorIn(`${above}first();\n  |`).cursor;
      assert.equal(toCanonical(text, cursor(`${own}\n`)).trim(), text.trim());
      assert.notEqual(toCanonical(text, cursor('')).trim(), text.trim());
    });
  }

  it('changes nothing the second time', () => {
    for (const [, text] of cases) {
      const once = toCanonical(text, anywhere);
      assert.equal(toCanonical(once, anywhere), once);
    }
  });

  const placed: [name: string, drawn: string, text: string, canonical: string][] = [
    ['drops an echo of the line', 'const total = |', 'const total = sum(a);', 'sum(a);'],
    [
      'drops an echo without its indentation',
      '    return total.|',
      'return total.value;',
      'value;',
    ],
    ['keeps what begins as a short line does', 'sum(|', 'sum(a), b);', 'sum(a), b);'],
    [
      'indents with tabs where the document does',
      'a {\n\tb;\n}\n|',
      'c {\n  d;\n    e;\n}',
      'c {\n\td;\n\t\te;\n}',
    ],
    [
      'indents with as many spaces as the document',
      'a {\n  b;\n}\n|',
      'c {\n\td;\n}',
      'c {\n  d;\n}',
    ],
    ['leaves the indentation in a document without any', 'a;\n|', 'c {\n\td;\n}', 'c {\n\td;\n}'],
  ];
  for (const [name, drawn, text, canonical] of placed) {
    it(name, () => assert.equal(toCanonical(text, cursorIn(drawn).cursor), canonical));
  }

  it('waits, while a text grows, for what may be an echo, a fence or a marker', () => {
    const { cursor } = cursorIn('const total = |');
    const grown = ['cons', 'const total', 'const total = sum(', 'const total = sum(a)'];
    assert.deepEqual(
      grown.map((text) => soFar(text, cursor)),
      ['', '', 'sum(', 'sum(a)'],
    );
    assert.equal(soFar('```', cursor), '');
    assert.equal(soFar('<|fim', cursor), '');
    assert.equal(soFar('Here is the completed code:\n```ts\nconst total = sum(', cursor), 'sum(');
    assert.equal(soFar('<think>\nconst total', cursor), '');
  });

  it('waits for the second line where that tells how deep the first is', () => {
    const { cursor } = cursorIn('on:\n  push:\n  |', { languageId: 'yaml' });
    const grown = ['  tags: x\n', '  tags: x\n    ', '  tags: x\n    p'];
    assert.deepEqual(
      grown.map((text) => soFar(text, cursor)),
      ['', '', '  tags: x\n    p'],
    );
    assert.equal(soFar('tags: x\n', cursor), 'tags: x\n');
  });
});

describe('fitting filters', () => {
  const cases: [name: string, drawn: string, text: string, shown: string][] = [
    ['shows what fits', 'const a = |', 'sum(b);', 'sum(b);'],
    ['covers an auto-closed bracket', 'sum(|)', 'a, b);', 'a, b);'],
    ['covers a bracket and more', 'run(() => {|})', '\n  a();\n});', '\n  a();\n});'],
    ['stays on its line where it does not cover the rest', 'sum(|) + c', 'a);\nb();', 'a);'],
    ['cuts what stands already', 'const a = |b;', 'sum(b;', 'sum('],
    ['cuts an overlap with the rest', 'const a = | + 1;', 'sum(b) +', 'sum(b)'],
    ['drops an echo of the next line', 'a();|\nb();\n', '\nb();', ''],
    ['cuts at an echo of the next line', 'a();|\n\nfinish(it);\n', '\nc();\nfinish(it);', '\nc();'],
    ['drops the whole if the first line is the echo', '|\nreturn total;\n', 'return total;', ''],
    ['keeps a short line that resembles the next', 'if (a) {|\n}\n', '\n  b();\n}', '\n  b();'],
    [
      'drops the closer that waits below for the line that opens it',
      'f {\n  |\n  }\n}',
      'if (a) {\n    b();\n  }',
      'if (a) {\n    b();',
    ],
    ['keeps its own closer before a shallower one', 'f {\n  |\n}', 'a {\n  }\n}', 'a {\n  }'],
    ['drops closers that stand below', 'if (a) {|\n  }\n}\n', '\n    b();\n  }\n}', '\n    b();'],
    [
      'drops what is below but for a letter',
      '|\nconst customers = read();\nconst orders = readAll(customers);\n',
      'const customers = read();\nconst order = readAll(customers);',
      '',
    ],
    ['keeps closers that do not stand below', 'if (a) {|\nc();\n', '\n  b();\n}', '\n  b();\n}'],
    ['shows no more lines than allowed', 'f(|', '\n a\n b\n c\n d\n)', '\n a\n b'],
    [
      'shows a line and the block that it opens',
      'if |',
      '(a) {\n  b();\n}\nc();',
      '(a) {\n  b();\n}',
    ],
    ['shows a line alone that opens nothing', 'a = |', 'b;\nc = d;', 'b;'],
    ['shows lines up to a blank one', '|', 'a();\nb();\n\nc();', 'a();\nb();'],
    ['shows lines up to a shallower one', '  |', 'a();\n  b();\nc();', 'a();\n  b();'],
    ['keeps what its user has begun, whatever stands below', 'retu|\nreturn a;', 'rn a;', 'rn a;'],
  ];
  for (const [name, drawn, text, shown] of cases) {
    it(name, () => {
      const { cursor } = cursorIn(drawn);
      assert.equal(fitTo(text, { cursor, maxLines: 3 }).text, shown);
    });
  }

  it('fit again what they have fitted once, just so', () => {
    const unit = fc.constantFrom('a', 'b', '(', ')', ' ', '\n', ';', '}', '\t');
    const text = fc.string({ unit, maxLength: 30 });
    fc.assert(
      fc.property(
        text,
        text,
        text,
        fc.integer({ min: 1, max: 4 }),
        (before, after, says, maxLines) => {
          const place = { cursor: cursorIn(`${before}|${after}`).cursor, maxLines };
          const fitted = fitTo(says, place);
          fc.pre(fitted.text !== '');
          const again = fitAgain(fitted.chosen, place);
          assert.deepEqual(again, fitted);
          assert.equal(fitAgain(fitted.text, place).text, fitted.text);
        },
      ),
    );
  });
});
