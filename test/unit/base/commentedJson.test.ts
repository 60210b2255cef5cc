import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { commentedJson } from '../../../server/src/base/commentedJson.ts';

const parsed = (text: string): unknown => {
  const read = commentedJson(text);
  assert.ok('value' in read, JSON.stringify(read));
  return read.value;
};

describe('commentedJson', () => {
  const cases: [name: string, text: string, value: unknown][] = [
    ['plain JSON', '{"a": [1, "b"]}', { a: [1, 'b'] }],
    ['comments to the end of a line', '// first\n{"a": 1 // one\r\n}// last', { a: 1 }],
    ['comments over lines', '{/* "a": 1,\n*/"b": 2}/**/', { b: 2 }],
    ['commas before closers', '{"a": [1, 2, ], "b": {"c": 3,\n},}', { a: [1, 2], b: { c: 3 } }],
    ['a comment behind the last comma', '{"a": 1, // one\n}', { a: 1 }],
    ['a mark of the byte order', '\ufeff{}', {}],
    ['a number alone', ' 1.5 ', 1.5],
    [
      'what looks so in strings',
      '{"url": "http://h/*,]*/", "b": "\\",}//"}',
      { url: 'http://h/*,]*/', b: '",}//' },
    ],
  ];
  for (const [name, text, value] of cases) {
    it(`reads ${name}`, () => assert.deepEqual(parsed(text), value));
  }

  it('reads what JSON.parse reads, whatever blanks and comments are in it', () => {
    const blank = fc.constantFrom('', ' ', '\n', '/* x */', '// "y\n', '\t');
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), blank, (value, between) => {
        const text = JSON.stringify(value, undefined, 1);
        assert.deepEqual(parsed(text), JSON.parse(text));
        assert.deepEqual(parsed(text.replaceAll('\n', between)), JSON.parse(text));
      }),
    );
  });

  it('reads no text that JSON.parse does not read, but for comments and last commas', () => {
    const sign = fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '1', '-', 'a', '\\', '.', 'e');
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 8 }), (signs) => {
        const text = signs.join('');
        if ('value' in commentedJson(text)) JSON.parse(text.replace(/,(?=[\]}])/g, ''));
        else assert.throws(() => JSON.parse(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it('tells where each value is', () => {
    const read = commentedJson('{\n  "keys": [{}, { "name": // here\r\n   "a" }]\n}');
    assert.ok('value' in read);
    assert.deepEqual(read.placeOf('keys[1].name'), { line: 3, column: 4 });
    assert.deepEqual(read.placeOf(''), { line: 1, column: 1 });
    assert.equal(read.placeOf('keys[2]'), undefined);
  });

  it('tells of members that are there twice, and takes the last', () => {
    const read = commentedJson('{"a": 1, "b": [{"c": 1, "c": 2}], "a": 3}');
    assert.ok('value' in read);
    assert.deepEqual(read.value, { a: 3, b: [{ c: 2 }] });
    assert.deepEqual(read.repeated, ['b[0].c', 'a']);
  });

  it('makes no prototype of a member with its name', () => {
    const value = parsed('{"__proto__": {"a": 1}}') as object;
    assert.ok(Object.hasOwn(value, '__proto__'));
    assert.equal('a' in value, false);
  });

  const mistakes: [text: string, place: string, problem: RegExp][] = [
    ['', '1:1', /^is empty$/],
    ['// nothing\n', '1:1', /^is empty$/],
    ['{"a": 1} x', '1:10', /behind its end/],
    ['{"a": 1\n "b": 2}', '2:2', /comma in front/],
    ['{"a" 1}', '1:6', /colon/],
    ['{a: 1}', '1:2', /name of a member in double quotes/],
    ["{'a': 1}", '1:2', /name of a member in double quotes/],
    ['{"a": \'b\'}', '1:7', /double quotes around texts/],
    ['{"a": yes}', '1:7', /needs a value here/],
    ['{"a": }', '1:7', /needs a value here/],
    ['[1,,2]', '1:4', /needs a value here/],
    ['[01]', '1:2', /needs a value here/],
    ['[.5]', '1:2', /needs a value here/],
    ['{"a": "b\n"}', '1:7', /closing quote/],
    ['{"a": "b', '1:7', /closing quote/],
    ['{"a": "C:\\dir"}', '1:7', /wrong escape/],
    ['{"a": [1, 2', '1:7', /never closed/],
    ['{', '1:1', /never closed/],
    ['{"a": /* 1}', '1:7', /comment that is never closed/],
    ['{"a": /1}', '1:7', /second slash/],
    ['['.repeat(60), '1:52', /too deep/],
  ];
  for (const [text, place, problem] of mistakes) {
    it(`says where ${JSON.stringify(text.slice(0, 20))} is wrong`, () => {
      const read = commentedJson(text);
      assert.ok('problem' in read);
      assert.equal(`${read.place.line}:${read.place.column}`, place);
      assert.match(read.problem, problem);
    });
  }

  it('ends for texts that have no end', () => {
    for (const part of ['"', '\\"', '/*', '//', ',', '"\\', ', ', '/', '[', '{"a":', '/**/', '1']) {
      assert.ok('problem' in commentedJson(part.repeat(50_000)) || part === '1', part);
    }
  });
});
