import { strict as assert } from 'node:assert';
import { enclosingBlock } from '../../../server/src/documents/enclosingBlock.ts';

const FUNCTION = `import a from 'a';

function twice(value) {
  if (value) {
    return valu * 2;
  }

  return 0;
}

const x = 1;
const y = 2;`.split('\n');

const blockOf = (lines: readonly string[], line: number): [number, number] => {
  const { first, last } = enclosingBlock(lines, line);
  return [first, last];
};

describe('enclosingBlock', () => {
  it('is the innermost block with its opening and closing line', () => {
    assert.deepEqual(blockOf(FUNCTION, 4), [3, 5]);
    assert.deepEqual(blockOf(FUNCTION, 7), [2, 8]);
  });

  it('is the paragraph at the outermost level', () => {
    assert.deepEqual(blockOf(FUNCTION, 10), [10, 11]);
    assert.deepEqual(blockOf(FUNCTION, 0), [0, 0]);
  });

  it('looks no more than 1,000 lines up and down', () => {
    const deep = ['if (x) {', ...Array.from({ length: 200_000 }, () => '  call();'), '}'];
    const seen: string[] = [];
    const watched = new Proxy(deep, {
      get: (lines, key) => {
        seen.push(String(key));
        return Reflect.get(lines, key);
      },
    });
    assert.deepEqual(blockOf(watched, 100_000), [99_960, 100_039]);
    assert.ok(seen.length < 20_000, String(seen.length));
  });

  it('needs no brackets', () => {
    const lines = ['def f(a):', '    b = a', '    return c', '', 'f(1)'];
    assert.deepEqual(blockOf(lines, 2), [0, 2]);
  });

  it('is never longer than 80 lines, and holds the line', () => {
    const lines = ['{', ...Array.from({ length: 500 }, () => '  a();'), '}'];
    const [first, last] = blockOf(lines, 300);
    assert.ok(first <= 300 && last >= 300 && last - first < 80);
  });

  it('stands an empty document', () => assert.deepEqual(blockOf([''], 0), [0, 0]));
});
