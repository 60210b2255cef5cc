import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { quotes } from '../../../../server/src/upstream/refusals/quotation.ts';

/** The same by its definition. */
function quotesByDefinition(sentence: string, texts: readonly string[]): boolean {
  const told = squeezed(sentence);
  const asked = texts.map(squeezed);
  for (let at = 0; at + 20 <= told.length; at++)
    if (asked.some((text) => text.includes(told.slice(at, at + 20)))) return true;
  return false;
}

const squeezed = (text: string): string =>
  text.replace(
    /\\u([\da-f]{4})|\\[nrtbf]|&(?:quot|apos|lt|gt|amp|#39|#x27);|[\s\\"'`<>&]/gi,
    (found, code) => {
      if (code === undefined) return /^\\[NRTBF]|^&.*[A-Z]/.test(found) ? found.slice(1) : '';
      return String.fromCharCode(Number.parseInt(code, 16)).replace(/[\s\\"'`<>&]/, '');
    },
  );

const part = fc.constantFrom('a', 'b', 'c', 'é', '😀', ' ', '\n', '\u00a0', '"', '\\', '&', '<');
const written = fc.constantFrom('\\n', '\\u0061', '\\u0022', '\\uZZ', '&quot;', '&amp;', '&x;');
const text = fc.array(fc.oneof(part, written), { maxLength: 80 }).map((all) => all.join(''));

describe('quotes', () => {
  it('finds runs of twenty characters that a sentence has of a text', () => {
    fc.assert(
      fc.property(fc.array(text), text, fc.nat(60), fc.nat(60), (texts, other, from, length) => {
        const quoted = (texts[0] ?? '').slice(from, from + length);
        const sentence = `${other.slice(0, 9)}${quoted}${other.slice(9)}`;
        assert.equal(quotes(sentence, texts), quotesByDefinition(sentence, texts));
      }),
      { numRuns: 3_000 },
    );
  });

  it('finds one wherever it is in a text, and no shorter one', () => {
    const noise = 'abcdefghijklmnopqrstuvwxyz0123456789'.repeat(3);
    for (let at = 0; at < 40; at++) {
      const text = `${noise.slice(0, at)}-ONCE-UPON-A-TIME-OF-${noise}`;
      assert.equal(quotes('It says: ONCE-UPON-A-TIME-OF', [text]), false);
      assert.equal(quotes('It says: -ONCE-UPON-A-TIME-OF', [text]), true);
      assert.equal(quotes('ONCE-UPON-A-TIME-OF-', [text, 'x']), true);
    }
  });

  it('leaves out all that is white space', () => {
    for (let code = 0; code < 65_536; code++) {
      const each = String.fromCharCode(code);
      if (!/\s/.test(each)) continue;
      assert.ok(quotes(`abcdefghij${each}klmnopqrst`, ['abcdefghijklmnopqrst']), String(code));
    }
  });

  it('takes a sentence to quote where it would have to look or compare too much', () => {
    assert.equal(quotes('x'.repeat(20), ['y'.repeat(4_000_000)]), false);
    assert.equal(quotes('x'.repeat(20), ['y'.repeat(4_000_000), 'y']), true);
    const alike = (end: string) => `${'a'.repeat(19)}${end}`;
    const sentence = alike('b').repeat(48);
    assert.equal(quotes(sentence, [alike('c').repeat(10)]), false);
    assert.equal(quotes(sentence, [alike('c').repeat(10_000)]), true);
  });
});
