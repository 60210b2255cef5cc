import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { jsonInPieces } from '../../../server/src/base/jsonPieces.ts';
import { atOnce } from '../../../server/src/base/turns.ts';

/** The value of a text, or that it is no JSON. */
function outcome(read: () => unknown): unknown {
  try {
    return { value: read() };
  } catch (error) {
    assert.ok(error instanceof SyntaxError, String(error));
    return 'no JSON';
  }
}

function assertSame(bytes: Buffer, size: number): void {
  const ours = outcome(() => atOnce(jsonInPieces(bytes, size)));
  const theirs = outcome(() => JSON.parse(bytes.toString()));
  assert.deepEqual(ours, theirs);
  // Order of names, and names that only look the same.
  assert.equal(JSON.stringify(ours), JSON.stringify(theirs));
}

const size = fc.integer({ min: 1, max: 24 });
const blank = fc.constantFrom('', '', '', ' ', '\n', '\t \r');
/**
 * No name is a backslash: behind an object with such a one, V8 13.6 itself takes an escaped name for it
 * (`{"__proto__":1,"":0,"\\\\":1}`, then `{"__proto__":1,"":0,"\\u0061":1}`).
 */
const name = fc.oneof(
  fc.string().filter((each) => each !== '\\'),
  fc.constantFrom('__proto__', 'constructor', '1', '0', 'a', ''),
);
const text = fc.string({
  unit: fc.constantFrom('a', '"', '\\', '\n', 'é', '😀', '\ud800', '\u0001', '{', ','),
});
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.oneof(
      text,
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom(true, false, null),
    ),
    fc.array(tie('value'), { maxLength: 6 }),
    fc.array(fc.tuple(name, tie('value')), { maxLength: 6 }).map((entries) => {
      const object = Object.create(null);
      for (const [key, member] of entries) object[key] = member;
      return object;
    }),
  ),
}));
/** JSON with blanks around its punctuation, and texts escaped in other ways. */
const json = fc
  .tuple(value, fc.array(blank, { minLength: 1, maxLength: 7 }), fc.boolean())
  .map(([each, blanks, isEscaped]) => {
    let next = 0;
    const spaced = JSON.stringify(each).replaceAll(/"(?:[^"\\]|\\.)*"|[[\]{},:]/g, (token) => {
      const shown = isEscaped ? token.replaceAll('a', '\\u0061').replaceAll('é', '\\u00E9') : token;
      return `${blanks[next++ % blanks.length]}${shown}${blanks[next++ % blanks.length]}`;
    });
    return spaced;
  });

describe('JSON in pieces', () => {
  it('is what JSON.parse makes of it', () => {
    fc.assert(
      fc.property(json, size, (each, bytes) => assertSame(Buffer.from(each), bytes)),
      { numRuns: 2_000 },
    );
  });

  it('is refused where JSON.parse refuses it', () => {
    const spoilt = fc.tuple(json, fc.nat(), fc.nat(4), fc.constantFrom(...'[]{},:"\\u0 1x\n\t'));
    fc.assert(
      fc.property(spoilt, size, ([each, at, deleted, added], bytes) => {
        const place = at % (each.length + 1);
        const changed = each.slice(0, place) + added + each.slice(place + deleted);
        assertSame(Buffer.from(changed), bytes);
      }),
      { numRuns: 4_000 },
    );
  });

  it('is refused, or taken, as JSON.parse does with any punctuation', () => {
    const token = fc.constantFrom(
      '[',
      ']',
      '{',
      '}',
      ',',
      ':',
      '"a"',
      '"',
      '1',
      ' ',
      'null',
      '\\u00',
    );
    const tokens = fc.array(token, { maxLength: 14 }).map((all) => all.join(''));
    fc.assert(
      fc.property(tokens, size, (each, bytes) => assertSame(Buffer.from(each), bytes)),
      { numRuns: 6_000 },
    );
  });

  it('reads bytes that are no UTF-8 as Node does', () => {
    const bytes = fc
      .uint8Array({ maxLength: 40 })
      .map((all) => all.map((each) => (each < 0x80 ? 0x61 : each)));
    fc.assert(
      fc.property(bytes, size, (each, piece) =>
        assertSame(Buffer.concat([Buffer.from('["'), each, Buffer.from('"]')]), piece),
      ),
      { numRuns: 2_000 },
    );
  });

  it('parses no more than a piece and a member at once, whatever is large', () => {
    const rows = Array.from({ length: 3_000 }, (_, index) => ({ index, text: 'x'.repeat(20) }));
    const deep = `${'['.repeat(900)}${' '.repeat(90_000)}${']'.repeat(900)}`;
    for (const each of [
      JSON.stringify({ a: { rows }, b: 1 }),
      JSON.stringify({ text: 'a\n'.repeat(50_000) }),
      JSON.stringify(Object.fromEntries(rows.map((row) => [`name ${row.index}`, row]))),
      deep,
    ]) {
      const { parse } = JSON;
      let longest = 0;
      JSON.parse = (part, ...rest) => {
        longest = Math.max(longest, part.length);
        return parse(part, ...rest);
      };
      try {
        atOnce(jsonInPieces(Buffer.from(each), 1_000));
      } finally {
        JSON.parse = parse;
      }
      assert.ok(longest <= 3_100, `${longest} at once`);
    }
  });

  it('is refused where it is deeper than anybody writes it', () => {
    const nested = (depth: number) => Buffer.from(`${'['.repeat(depth)}${']'.repeat(depth)}`);
    assert.ok(atOnce(jsonInPieces(nested(1_000), 10)));
    assert.throws(() => atOnce(jsonInPieces(nested(1_001), 10)), SyntaxError);
  });
});
