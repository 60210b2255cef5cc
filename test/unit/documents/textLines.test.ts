import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { atOnce } from '../../../server/src/base/turns.ts';
import { textLines } from '../../../server/src/documents/textLines.ts';

const anyText = fc.string({
  unit: fc.constantFrom('a', 'bc', '\n', '\r', '\r\n', '\0', '😀'),
  maxLength: 60,
});

describe('the lines of a text', () => {
  it('are the same in pieces of any size', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 20 }), (text, size) => {
        const whole = atOnce(textLines(text));
        assert.deepEqual(whole.lines, text.split(/\r\n|\n|\r/));
        assert.equal(whole.nuls, text.split('\0').length - 1);
        assert.deepEqual(atOnce(textLines(text, size)), whole);
      }),
      { numRuns: 1_000 },
    );
  });

  it('name the end of most of them', () => {
    const endOf = (text: string) => atOnce(textLines(text)).lineEnd;
    assert.equal(endOf('a'), undefined);
    assert.equal(endOf('a\r\nb\r\nc\n'), '\r\n');
    assert.equal(endOf('a\r\nb\n'), '\n');
    assert.equal(endOf('a\rb'), '\r');
    assert.equal(endOf('a\rb\nc'), '\n');
  });

  it('are found piece by piece, whatever their length', () => {
    const piecesOf = (text: string) => [...textLines(text, 1_000)].length;
    assert.equal(piecesOf('x'.repeat(50_000)), 50);
    assert.ok(piecesOf('x\n'.repeat(25_000)) >= 50);
  });
});
