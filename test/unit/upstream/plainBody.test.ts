import { strict as assert } from 'node:assert';
import { gzipSync } from 'node:zlib';
import { plainBody } from '../../../server/src/upstream/plainBody.ts';

/** A coded body that stalls after its first bytes: a read that is under way ends only when the body is left. */
function stalling(bytes: Uint8Array) {
  let isLeft = false;
  let end: () => void = () => undefined;
  const pieces = [bytes];
  const body: AsyncIterable<Uint8Array> = {
    [Symbol.asyncIterator]: () => ({
      next: () => {
        const value = pieces.shift();
        if (value !== undefined) return Promise.resolve({ done: false, value });
        return new Promise((resolve) => {
          end = () => resolve({ done: true, value: undefined });
        });
      },
      return: async () => {
        isLeft = true;
        end();
        return { done: true, value: undefined };
      },
    }),
  };
  return { body, isLeft: () => isLeft };
}

describe('a body without its coding', () => {
  it('is left where its server stalls, with the coded one behind it', async () => {
    const coded = gzipSync('x'.repeat(100_000), { level: 0 }).subarray(0, 80_000);
    const { body, isLeft } = stalling(coded);
    const plain = plainBody({ status: 200, headers: { 'content-encoding': 'gzip' }, body });
    for await (const bytes of plain) {
      assert.ok(bytes.length > 0);
      break;
    }
    assert.equal(isLeft(), true);
  });
});
