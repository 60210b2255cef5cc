import { strict as assert } from 'node:assert';
import { gguf } from '../../../../tools/localModel/gguf.ts';

describe('a GGUF file', () => {
  const file = gguf(
    {
      'a.number': { type: 'uint32', value: 7 },
      'a.list': { type: 'strings', value: ['x', 'é'] },
    },
    [
      { name: 'one', dimensions: [3], values: new Float32Array([1, 2, 3]) },
      { name: 'two', dimensions: [1, 2], values: new Float32Array([4, 5]) },
    ],
  );

  it('says version, and how many tensors and entries there are', () => {
    assert.equal(file.toString('latin1', 0, 4), 'GGUF');
    assert.deepEqual(
      [file.readUInt32LE(4), file.readBigUInt64LE(8), file.readBigUInt64LE(16)],
      [3, 2n, 2n],
    );
  });

  it('writes each entry with its length and type', () => {
    let at = 24;
    const text = () => {
      const length = Number(file.readBigUInt64LE(at));
      at += 8 + length;
      return file.toString('utf8', at - length, at);
    };
    const number = () => {
      at += 4;
      return file.readUInt32LE(at - 4);
    };
    assert.deepEqual([text(), number(), number()], ['a.number', 4, 7]);
    assert.deepEqual([text(), number(), number()], ['a.list', 9, 8]);
    assert.equal(file.readBigUInt64LE(at), 2n);
    at += 8;
    assert.deepEqual([text(), text()], ['x', 'é']);
  });

  it('begins each tensor at a multiple of 32 bytes', () => {
    assert.equal(file.length % 32, 0);
    const [first, second] = [file.length - 64, file.length - 32];
    assert.deepEqual(
      [0, 4, 8, 12].map((offset) => file.readFloatLE(first + offset)),
      [1, 2, 3, 0],
    );
    assert.deepEqual(
      [0, 4, 8].map((offset) => file.readFloatLE(second + offset)),
      [4, 5, 0],
    );
    const offsetOfSecond = file.indexOf('two') + 3 + 4 + 16 + 4;
    assert.equal(file.readBigUInt64LE(offsetOfSecond), 32n);
  });
});
