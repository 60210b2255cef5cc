import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { completionEditor as editor } from '../../../support/completionEditor.ts';

const word = fc.constantFrom('sum', 'items', 'id', 'total2', 'größe', '名前');
const mark = fc.constantFrom('.', '(', ', ', ' = ', ' ', ');', '[0]');
/** Code of one line, from a word to a word. */
const code = fc
  .tuple(word, fc.array(fc.tuple(mark, word), { minLength: 1, maxLength: 5 }))
  .map(([first, more]) => first + more.flat().join(''));
const begun = fc.constantFrom('const a = ', 'user.', '  return ', 'f(x, ', '');
const above = fc.constantFrom('', 'first();\n', '// a\n\n  b {\n');

describe('whatever is refused', () => {
  it('stays while it is typed into and taken back, for no call', () =>
    fc.assert(
      fc.asyncProperty(above, begun, code, fc.nat(), fc.nat(), async (top, line, text, n, m) => {
        const { type, keys, backspace, asked } = editor({ upstream: text });
        const drawn = `${top}${line}|`;
        assert.equal(await type(drawn), text);
        // A word of it is left, so that it goes on.
        const typed = text.slice(0, n % text.length);
        await keys(drawn, typed);
        const left = typed.length - (m % (typed.length + 1));
        const back = typed.length - left;
        const shown = await backspace(drawn.replace('|', `${typed}|`), back);
        if (back > 0) assert.equal(shown, text.slice(left));
        assert.equal(asked.length, 1);
      }),
    ));

  it('is silent once it was taken and deleted, in whatever pieces, and comes when it is asked for', () =>
    fc.assert(
      fc.asyncProperty(
        above,
        begun,
        code,
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 }),
        async (top, line, text, pieces) => {
          const { type } = editor({ upstream: text });
          const drawn = `${top}${line}|`;
          await type(drawn);
          await type(`${top}${line}${text}|`);
          let shown: string | undefined;
          for (let left = text.length, turn = 0; left > 0; turn++) {
            left = Math.max(0, left - (pieces[turn % pieces.length] ?? 1));
            shown = await type(`${top}${line}${text.slice(0, left)}|`);
          }
          assert.equal(shown, undefined);
          assert.equal(await type(`${top}${line}\n|`), undefined, 'on the next line');
          assert.equal(await type(`${top}${line}\n|`, { invoked: true }), text);
        },
      ),
    ));

  it('is silent once it was waved away, while its line is typed again', () =>
    fc.assert(
      fc.asyncProperty(above, begun, code, async (top, line, text) => {
        const { type, dismiss, asked } = editor({ upstream: text });
        await type(`${top}${line}|`);
        dismiss();
        for (let length = 0; length < line.length + text.length; length++) {
          const typed = `${line}${text}`.slice(0, length);
          assert.equal(await type(`${top}${typed}|`), undefined, typed);
        }
        // White space alone says nothing of a line: it is asked about.
        const blanks = line.length - line.trimStart().length + 1;
        assert.ok(asked.length <= 1 + blanks);
        await type(`${top}\n|`);
        assert.equal(await type(`${top}\n${line}|`, { invoked: true }), text);
      }),
    ));
});
