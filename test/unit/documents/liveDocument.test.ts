import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { LiveDocument } from '../../../server/src/documents/liveDocument.ts';
import { positionIn } from '../../support/caret.ts';

const documentOf = (text: string) => LiveDocument.create('file:///a.ts', 'typescript', 1, text);
const anyText = fc.string({ unit: fc.constantFrom('a', 'b', '\n', '𝒳', ' '), maxLength: 40 });

describe('LiveDocument', () => {
  it('follows any changes as a string does', () => {
    const change = fc.record({ start: fc.nat(40), end: fc.nat(40), text: anyText });
    fc.assert(
      fc.property(anyText, fc.array(change, { maxLength: 6 }), (initial, changes) => {
        let text = initial;
        let document = documentOf(initial);
        for (const { start, end, text: inserted } of changes) {
          const [from = 0, to = 0] = [start, end]
            .map((offset) => Math.min(offset, text.length))
            .sort((one, other) => one - other);
          const range = { start: positionIn(text, from), end: positionIn(text, to) };
          document = document.changed([{ range, text: inserted }], document.version + 1);
          text = text.slice(0, from) + inserted + text.slice(to);
          assert.equal(document.getText(), text);
          assert.equal(document.length, text.length);
        }
      }),
    );
  });

  it('takes many changes at once as it takes them one by one', () => {
    const place = fc.record({ line: fc.nat(9), character: fc.nat(9) });
    const text = fc.string({ unit: fc.constantFrom('a', '\n', '\r', '\0', ' '), maxLength: 12 });
    const change = fc.record({ range: fc.record({ start: place, end: place }), text });
    const many = fc.array(fc.oneof({ weight: 9, arbitrary: change }, fc.record({ text })), {
      minLength: 2,
      maxLength: 30,
    });
    fc.assert(
      fc.property(anyText, many, (initial, changes) => {
        const begun = documentOf(initial);
        const atOnce = begun.changed(changes, 2);
        const oneByOne = changes.reduce((state, each) => state.changed([each], 2), begun);
        assert.deepEqual(atOnce, oneByOne);
        assert.equal(atOnce.isBinary, oneByOne.isBinary);
      }),
    );
  });

  it('makes thousands of changes, and large ones, in pieces', () => {
    const place = { line: 0, character: 0 };
    const small = Array.from({ length: 2_000 }, () => ({
      range: { start: place, end: place },
      text: 'x',
    }));
    assert.ok([...documentOf('a').change(small, 2)].length >= 7);
    const large = [{ text: 'line\n'.repeat(200_000) }];
    assert.ok([...documentOf('a').change(large, 2)].length >= 7);
    assert.equal(documentOf('a').changed(large, 2).lines.length, 200_001);
  });

  it('takes positions that no editor should send for the nearest that exist', () => {
    const document = documentOf('ab\ncd');
    const odd = [-1, -1e9, Number.NaN, Number.NEGATIVE_INFINITY];
    for (const line of odd) {
      assert.deepEqual(document.clamp({ line, character: -3 }), { line: 0, character: 0 });
      const range = { start: { line, character: line }, end: { line, character: line } };
      assert.equal(document.changed([{ range, text: 'x' }], 2).getText(), 'xab\ncd');
    }
    assert.deepEqual(document.clamp({ line: 1.5, character: 1.5 }), { line: 1, character: 1 });
    assert.deepEqual(document.clamp({ line: 1e12, character: 0 }), { line: 1, character: 2 });
  });

  it('leaves the state before a change as it was', () => {
    const before = documentOf('a\nb');
    before.changed([{ text: 'c' }], 2);
    assert.equal(before.getText(), 'a\nb');
  });

  it('takes every kind of line end, and a change of the whole text', () => {
    const document = documentOf('a\r\nb\rc\nd');
    assert.deepEqual(document.lines, ['a', 'b', 'c', 'd']);
    assert.equal(document.length, 7);
    assert.equal(document.changed([{ text: 'x\r\ny' }], 2).getText(), 'x\ny');
  });

  it('clamps positions past the end of a line or of the document', () => {
    const document = documentOf('ab\nc');
    assert.deepEqual(document.clamp({ line: 0, character: 9 }), { line: 0, character: 2 });
    assert.deepEqual(document.clamp({ line: 9, character: 0 }), { line: 1, character: 1 });
  });

  it('is binary as long as there is a NUL in it', () => {
    const put = (document: LiveDocument, text: string, from: number, to: number) => {
      const range = { start: { line: 0, character: from }, end: { line: 0, character: to } };
      return document.changed([{ range, text }], document.version + 1);
    };
    const typed = put(documentOf('ab\nc'), '\0', 1, 1);
    assert.equal(typed.isBinary, true);
    assert.equal(put(typed, '', 1, 2).isBinary, false);
    assert.equal(put(put(typed, '\0\0', 2, 2), '', 1, 2).isBinary, true);
    assert.equal(put(typed, 'x\ny', 0, 2).isBinary, false);
    assert.equal(typed.changed([{ text: 'all new' }], 3).isBinary, false);
    assert.equal(put(documentOf('\0PNG\0\n\0'), '', 0, 1).isBinary, true);
  });

  it('gives the text around a line, as far as wanted', () => {
    const document = documentOf('one\ntwo\nthree\nfour');
    assert.equal(document.textAbove(2, 100), 'one\ntwo\n');
    assert.equal(document.textAbove(2, 3), 'wo\n');
    assert.equal(document.textAbove(0, 100), '');
    assert.equal(document.textBelow(1, 100), 'three\nfour');
    assert.equal(document.textBelow(1, 3), 'thr');
    assert.equal(document.textBelow(3, 100), '');
    assert.equal(document.textBelow(1, 6), 'three\n');
  });
});

describe('the line end of a document', () => {
  const endOf = (text: string) => LiveDocument.create('file:///a', 'plain', 1, text).lineEnd;

  it('is that of most lines', () => {
    assert.deepEqual(['a', 'a\nb', 'a\r\nb', 'a\rb', 'a\r\nb\nc\r\n', 'a\nb\r\nc\n'].map(endOf), [
      '\n',
      '\n',
      '\r\n',
      '\r',
      '\r\n',
      '\n',
    ]);
  });

  it('is another when all of its text is', () => {
    const document = LiveDocument.create('file:///a', 'plain', 1, 'a\nb');
    assert.equal(document.changed([{ text: 'a\r\nb' }], 2).lineEnd, '\r\n');
    assert.equal(document.changed([{ text: 'a' }], 2).lineEnd, '\n');
  });
});
