import { strict as assert } from 'node:assert';
import { plainJson } from '../../../tools/jsonc.ts';

describe('settings with comments', () => {
  const cases: [name: string, text: string, value: unknown][] = [
    ['plain JSON', '{"a": [1, "b"]}', { a: [1, 'b'] }],
    ['comments to the end of a line', '// first\n{"a": 1 // one\r\n}// last', { a: 1 }],
    ['comments over lines', '{/* "a": 1,\n*/"b": 2}/**/', { b: 2 }],
    ['commas before closers', '{"a": [1, 2, ], "b": {"c": 3,\n},}', { a: [1, 2], b: { c: 3 } }],
    ['a comment behind the last comma', '{"a": 1, // one\n}', { a: 1 }],
    [
      'what looks so in strings',
      '{"url": "http://h/*,]*/", "b": "\\",}//"}',
      { url: 'http://h/*,]*/', b: '",}//' },
    ],
  ];
  for (const [name, text, value] of cases) {
    it(name, () => assert.deepEqual(JSON.parse(plainJson(text)), value));
  }

  it('leaves places as they are, so that messages point at them', () => {
    const text = '{ // ünder\n  "a": 1, /* x */ }';
    assert.equal(plainJson(text).length, text.length);
    assert.equal(plainJson(text).indexOf('"a"'), text.indexOf('"a"'));
  });

  it('ends for texts that have no end', () => {
    for (const part of ['"', '\\"', '/*', '//', ',', '"\\', ', ', '/']) {
      const text = part.repeat(50_000);
      assert.equal(plainJson(text).length, text.length);
    }
  });
});
