import { strict as assert } from 'node:assert';
import { CODINGS, codingFor, decompress } from '../../../../server/src/cache/codec/compression.ts';

describe('codingFor', () => {
  it('leaves zstd out where this Node has none', () => {
    const sizes = [100, 1_000, 5_000, 20_000, 500_000];
    assert.deepEqual(
      sizes.map((bytes) => codingFor(bytes, true)),
      ['raw', 'lz4', 'brotli', 'zstd', 'zstd'],
    );
    assert.deepEqual(
      sizes.map((bytes) => codingFor(bytes, false)),
      ['raw', 'lz4', 'brotli', 'brotli', 'brotli'],
    );
  });

  it('knows no coding but its own', async () => {
    const unknown = Math.max(...Object.values(CODINGS)) + 1;
    await assert.rejects(decompress(Buffer.from('x'), unknown), RangeError);
  });
});
