import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { stableTail } from '../../../server/src/base/stableTail.ts';

describe('stableTail', () => {
  it('is the whole text where that is short enough', () => {
    assert.equal(stableTail('abc', 3), 'abc');
    assert.equal(stableTail('', 3), '');
  });

  it('begins at the same place while text is added, then moves by half of its length', () => {
    const digits = Array.from({ length: 400 }, (_, index) => index % 10).join('');
    const lengths = [100, 101, 149, 150, 151, 200, 201].map(
      (length) => stableTail(digits.slice(0, length), 100).length,
    );
    assert.deepEqual(lengths, [100, 51, 99, 100, 51, 100, 51]);
  });

  it('keeps as much as it is told when its start moves', () => {
    const digits = Array.from({ length: 400 }, (_, index) => index % 10).join('');
    const lengths = [100, 101, 170, 171].map(
      (length) => stableTail(digits.slice(0, length), 100, 30).length,
    );
    assert.deepEqual(lengths, [100, 31, 100, 31]);
  });

  it('begins with a line where one begins near', () => {
    const text = `${'a'.repeat(52)}\n${'b'.repeat(60)}`;
    assert.equal(stableTail(text, 100), 'b'.repeat(60));
    const behind = `${'a'.repeat(49)}\n${'b'.repeat(60)}`;
    assert.equal(stableTail(behind, 100), 'b'.repeat(60));
    const far = `${'a'.repeat(60)}\n${'b'.repeat(60)}`;
    assert.equal(stableTail(far, 100), far.slice(50));
  });

  it('is an end of the text within its length, well-formed, and no less than a third of it', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '\n', '𝒳'), maxLength: 200 });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 120 }), (whole, length) => {
        const tail = stableTail(whole, length);
        assert.ok(whole.endsWith(tail) && tail.length <= length && tail.isWellFormed());
        assert.ok(tail.length >= Math.min(whole.length, Math.floor(length / 3) - 1));
      }),
    );
  });
});
