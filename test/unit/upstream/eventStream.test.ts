import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { EventStream } from '../../../server/src/upstream/eventStream.ts';
import { EventTooLongError } from '../../../server/src/upstream/lines.ts';
import { processorMs } from '../../support/processorTime.ts';

function* cut(bytes: Uint8Array, sizes: readonly number[]): Generator<Uint8Array> {
  let at = 0;
  for (let index = 0; at < bytes.length; index++) {
    const size = sizes.length === 0 ? bytes.length : (sizes[index % sizes.length] ?? 1);
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

function read(text: string, sizes: readonly number[] = []): string[] {
  const stream = new EventStream(1_000);
  const messages = [...cut(Buffer.from(text), sizes)].flatMap((bytes) => stream.push(bytes));
  return [...messages, ...stream.end()];
}

describe('a line that comes letter by letter', () => {
  it('is put together once', () => {
    const stream = new EventStream(1_000_000);
    const letter = Buffer.from('x');
    const ms = processorMs(() => {
      stream.push(Buffer.from('data: '));
      for (let count = 0; count < 300_000; count++) stream.push(letter);
    });
    assert.equal(stream.end()[0]?.length, 300_000);
    // A hundred times what it takes; to put it together each time takes a minute.
    assert.ok(ms < 15_000, `${ms} ms`);
  });
});

describe('EventStream', () => {
  const cases: [name: string, text: string, data: string[]][] = [
    ['reads events', 'data: a\n\ndata: b\n\n', ['a', 'b']],
    ['takes CRLF and CR for line ends', 'data: a\r\n\r\ndata: b\r\rdata: c\n\n', ['a', 'b', 'c']],
    [
      'passes over comments, other fields and blank lines',
      ': keep-alive\n\n\n\nevent: x\nid: 1\ndata: a\n\n',
      ['a'],
    ],
    ['takes off one space only', 'data:  a\n\ndata:b\n\n', [' a', 'b']],
    ['joins the lines of an event', 'data: a\ndata: b\n\n', ['a\nb']],
    ['takes a last event without its blank line', 'data: a\n\ndata: b', ['a', 'b']],
    ['drops a byte order mark', '\uFEFFdata: a\n\n', ['a']],
    ['reads lines of JSON', '{"a":1}\n{"b":2}\r\n\n{"c":3}', ['{"a":1}', '{"b":2}', '{"c":3}']],
    ['reads nothing from nothing', '', []],
  ];
  for (const [name, text, data] of cases) {
    it(name, () => assert.deepEqual(read(text), data));
  }

  it('does not care where the bytes are cut, inside a character too', () => {
    const event = fc
      .string({ unit: 'grapheme', maxLength: 20 })
      .filter((text) => !/[\r\n]/.test(text));
    const ends = fc.constantFrom('\n', '\r\n', '\r');
    const sizes = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 });
    fc.assert(
      fc.property(fc.array(event), ends, sizes, (events, end, cuts) => {
        const text = events.map((data) => `data: ${data}${end}${end}`).join('');
        assert.deepEqual(read(text, cuts), events);
      }),
    );
  });

  it('refuses an event without end', () => {
    assert.throws(() => read(`data: ${'x'.repeat(2_000)}`, [100]), EventTooLongError);
  });
});
