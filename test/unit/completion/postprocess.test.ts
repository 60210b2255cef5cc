import { strict as assert } from 'node:assert';
import { fitTo, toCanonical } from '../../../server/src/completion/postprocess/index.ts';
import { cursorIn } from '../../support/caret.ts';

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
    ['keeps four equal lines', 'b;\nb;\nb;\nb;', 'b;\nb;\nb;\nb;'],
    ['drops blank text', ' \n\t\n', ''],
    ['trims the end only', '  a;  \n\n', '  a;'],
  ];
  for (const [name, text, canonical] of cases) {
    it(name, () => assert.equal(toCanonical(text), canonical));
  }

  it('changes nothing the second time', () => {
    for (const [, text] of cases) assert.equal(toCanonical(toCanonical(text)), toCanonical(text));
  });
});

describe('fitting filters', () => {
  const cases: [name: string, drawn: string, text: string, shown: string][] = [
    ['shows what fits', 'const a = |', 'sum(b);', 'sum(b);'],
    ['covers an auto-closed bracket', 'sum(|)', 'a, b);', 'a, b);'],
    ['covers a bracket and more', 'run(() => {|})', '\n  a();\n});', '\n  a();\n});'],
    ['stays on its line where it does not cover the rest', 'sum(|) + c', 'a);\nb();', 'a);'],
    ['cuts what stands already', 'const a = |b;', 'sum(b;', 'sum(b;'],
    ['cuts an overlap with the rest', 'const a = | + 1;', 'sum(b) +', 'sum(b)'],
    ['drops an echo of the next line', 'a();|\nb();\n', '\nb();', ''],
    ['cuts at an echo of the next line', 'a();|\n\nfinish(it);\n', '\nc();\nfinish(it);', '\nc();'],
    ['drops the whole if the first line is the echo', '|\nreturn total;\n', 'return total;', ''],
    ['keeps a short line that resembles the next', 'if (a) {|\n}\n', '\n  b();\n}', '\n  b();'],
    ['drops closers that stand below', 'if (a) {|\n  }\n}\n', '\n    b();\n  }\n}', '\n    b();'],
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
      assert.equal(fitTo(text, { cursor, maxLines: 3 }), shown);
    });
  }
});
