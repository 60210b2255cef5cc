import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { lz4Compress, lz4Decompress } from '../../../../server/src/cache/codec/lz4.ts';

const roundTrip = (plain: Buffer) => lz4Decompress(lz4Compress(plain), plain.length);

describe('lz4', () => {
  it('gives back any bytes, repetitive or not', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.uint8Array({ maxLength: 40 }), fc.nat(90))),
        (pieces: [Uint8Array, number][]) => {
          const parts = pieces.flatMap(([piece, times]) =>
            new Array<Uint8Array>(times).fill(piece),
          );
          const plain = Buffer.concat(parts);
          assert.ok(roundTrip(plain).equals(plain));
        },
      ),
    );
  });

  it('gives back long literals, long matches, and matches further away than it can point', () => {
    const noise = Buffer.from(Array.from({ length: 70_000 }, (_, at) => (at * at * 31 + at) % 251));
    for (const plain of [
      Buffer.alloc(0),
      Buffer.from('a'),
      Buffer.alloc(100_000, 'ab'),
      noise,
      Buffer.concat([noise, noise]),
    ]) {
      assert.ok(roundTrip(plain).equals(plain), String(plain.length));
    }
  });

  it('reads a block as the format describes it', () => {
    // Four literals, a match of nine at offset four, five literals (lz4_Block_format.md).
    const block = Buffer.from([0x45, ...Buffer.from('abcd'), 4, 0, 0x50, ...Buffer.from('vwxyz')]);
    assert.equal(lz4Decompress(block, 18).toString(), 'abcdabcdabcdavwxyz');
  });

  it('halves source code', () => {
    const code = Buffer.from(
      'export const total = (items) => items.reduce((a, b) => a + b);\n'.repeat(9),
    );
    assert.ok(lz4Compress(code).length < code.length / 2);
  });

  it('throws for what is no block of that length, whatever it is', () => {
    const block = lz4Compress(Buffer.from('const a = 1;\n'.repeat(20)));
    assert.throws(() => lz4Decompress(block, 259), RangeError);
    assert.throws(() => lz4Decompress(block, 261), RangeError);
    assert.throws(() => lz4Decompress(block.subarray(0, 9), 260), RangeError);
    fc.assert(
      fc.property(fc.uint8Array(), fc.nat(1_000), (junk, length) => {
        try {
          assert.equal(lz4Decompress(Buffer.from(junk), length).length, length);
        } catch (error) {
          assert.ok(error instanceof RangeError);
        }
      }),
    );
  });
});
