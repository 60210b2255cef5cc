import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { type Cursor, cursorAt } from '../../../../server/src/completion/cursor.ts';
import { toItem } from '../../../../server/src/completion/display/item.ts';
import { fitTo } from '../../../../server/src/completion/postprocess/index.ts';
import { joinSuffix } from '../../../../server/src/completion/postprocess/joinSuffix.ts';
import { cursorIn } from '../../../support/caret.ts';

const RANGE = (end: number, line = 0) => ({
  start: { line, character: 0 },
  end: { line, character: end },
});

const joined = (text: string, cursor: Cursor) => joinSuffix(text, { cursor });

describe('toItem', () => {
  it('spans from the line start to the cursor', () => {
    const { cursor } = cursorIn('a;\n  const b = |');
    const item = toItem('1', cursor, joined('c;', cursor));
    assert.deepEqual(item, { id: '1', insertText: '  const b = c;', range: RANGE(12, 1) });
  });

  it('covers what the text replaces', () => {
    const { cursor } = cursorIn('sum(|)');
    assert.deepEqual(toItem('1', cursor, joined('a);', cursor)).range, RANGE(5));
    assert.deepEqual(toItem('1', cursor, joined('a', cursor)).range, RANGE(4));
  });

  it('counts in UTF-16 units, and has no CR in it', () => {
    const { cursor } = cursorIn("x;\r\nconst a = '𝒳' + |\r\n");
    const item = toItem('1', cursor, joined('b;', cursor));
    assert.equal(item.insertText, "const a = '𝒳' + b;");
    assert.deepEqual(item.range, RANGE(17, 1));
  });

  it('covers no blank that the text does not have', () => {
    const { cursor } = cursorIn('|) (');
    assert.deepEqual(toItem('1', cursor, joined(')\n}(', cursor)).insertText, ')\n} (');
  });

  it('leaves the indentation behind a cursor to the line that it belongs to', () => {
    const { cursor } = cursorIn('|  return total;');
    assert.equal(
      toItem('1', cursor, joined('// note', cursor)).insertText,
      '// note\n  return total;',
    );
  });

  it('takes the range of the widget item', () => {
    const { document } = cursorIn('console.lo|');
    const range = { start: { line: 0, character: 8 }, end: { line: 0, character: 10 } };
    const cursor = cursorAt(document, { line: 0, character: 10 }, { range, text: 'log' });
    assert.deepEqual(toItem('1', cursor, joined('(a);', cursor)), {
      id: '1',
      insertText: 'log(a);',
      range,
    });
  });

  it('holds so much of a long line alone as stands nearest to the cursor', () => {
    const itemIn = (line: string, text: string) => {
      const { cursor } = cursorIn(line);
      return toItem('1', cursor, joined(text, cursor));
    };
    assert.deepEqual(itemIn(`${'a'.repeat(1_999)}|`, 'b').range, RANGE(1_999));
    const item = itemIn(`${'a'.repeat(1_000_500)}|`, 'b');
    assert.deepEqual(item.range, {
      start: { line: 0, character: 999_000 },
      end: { line: 0, character: 1_000_500 },
    });
    assert.equal(item.insertText, `${'a'.repeat(1_500)}b`);
    assert.match(itemIn(`${'a'.repeat(999)}${'𝒳'.repeat(600)}|`, 'b').insertText, /^𝒳+b$/u);
  });

  it('brings no long rest of a line again', () => {
    const itemIn = (length: number) => {
      const { cursor } = cursorIn(`f(|)${';'.repeat(length - 1)}`);
      return toItem('1', cursor, joined('\n  a,\n  b\n)', cursor)).insertText;
    };
    assert.match(itemIn(10_000), /^f\(\n {2}a,\n {2}b\n\);{9999}$/);
    assert.equal(itemIn(10_001).length < 20, true);
  });

  it('changes nothing outside its range, and keeps what was typed inside it', () => {
    const unit = fc.constantFrom('a', 'b', '(', ')', ' ', '\n', ';', '}');
    const text = fc.string({ unit, maxLength: 30 });
    fc.assert(
      fc.property(text, text, text, (before, after, answer) => {
        const { cursor, document } = cursorIn(`${before}|${after}`);
        const fitted = fitTo(answer, { cursor, maxLines: 12 });
        fc.pre(fitted.text !== '');
        const { insertText, range } = toItem('1', cursor, fitted);
        const line = document.lineAt(range.start.line);
        const replaced = line.slice(range.start.character, range.end.character);
        assert.equal(range.start.line, range.end.line);
        assert.ok(insertText.startsWith(cursor.linePrefix));
        let found = 0;
        for (const character of insertText) if (character === replaced[found]) found++;
        assert.equal(found, replaced.length);
      }),
    );
  });
});
