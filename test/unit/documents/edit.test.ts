import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { type Edit, editBetween, MAX_EDIT_LENGTH } from '../../../server/src/documents/edit.ts';
import { LiveDocument } from '../../../server/src/documents/liveDocument.ts';

const documentOf = (text: string) => LiveDocument.create('file:///a.ts', 'typescript', 1, text);
const between = (before: string, after: string) =>
  editBetween(documentOf(before), documentOf(after));

describe('editBetween', () => {
  it('looks at no edit that is too long for a hand, be it of lines or of one line', () => {
    const long = 'x'.repeat(MAX_EDIT_LENGTH);
    assert.equal(between('a\nb', `a\n${long}\nb`), undefined);
    assert.equal(between(`a\n${long}\nb`, 'a\nb'), undefined);
    assert.equal(between('a', `a${long}x`), undefined);
    assert.equal(between('a', `a${long}`)?.inserted, long);
    assert.equal(between(`${long}${long}`, `${long}y${long}`)?.inserted, 'y');
  });

  it('finds what was typed, deleted and replaced', () => {
    const start = { line: 1, character: 3 };
    assert.deepEqual(between('one\ntwo;\nend', 'one\ntwo();\nend'), {
      start,
      removed: '',
      inserted: '()',
    });
    assert.deepEqual(between('one\ntwo\nthree\nend', 'one\ntwo\nend'), {
      start: { line: 2, character: 0 },
      removed: 'three\n',
      inserted: '',
    });
    assert.deepEqual(between('one\ntwo', 'one\ntwo'), { start, removed: '', inserted: '' });
  });

  it('finds an edit anywhere in a line of any length', () => {
    const position = fc
      .tuple(fc.nat(20_000), fc.nat(20_000))
      .map((ends) => ends.sort((a, b) => a - b));
    fc.assert(
      fc.property(position, fc.integer({ min: 1, max: 9_000 }), ([from = 0, to = 0], length) => {
        const line = `a;\n${'b'.repeat(from)}c${'d'.repeat(to - from)}e${'f'.repeat(20_000 - to)}`;
        const inserted = 'x'.repeat(length);
        const after = line.replace('c', `c${inserted}`);
        const start = { line: 1, character: from + 1 };
        assert.deepEqual(between(line, after), { start, removed: '', inserted });
        assert.deepEqual(between(after, line), { start, removed: inserted, inserted: '' });
      }),
    );
  });

  it('leads from the one to the other, whatever they are', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', '\n', ' ', '😀'), { maxLength: 30 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const { start, removed, inserted } = between(before, after) as Edit;
        const lines = before.split('\n');
        const offset = [...lines.slice(0, start.line), ''].join('\n').length + start.character;
        assert.equal(before.slice(offset, offset + removed.length), removed);
        const result = before.slice(0, offset) + inserted + before.slice(offset + removed.length);
        assert.equal(result, after);
      }),
    );
  });
});
