import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { EventStream } from '../../../server/src/upstream/eventStream.ts';
import { EventTooLongError } from '../../../server/src/upstream/lines.ts';
import { target } from '../fuzzTarget.ts';
import { anyText } from '../texts.ts';

const MAX_EVENT = 300;

const lineEnd = fc.constantFrom('\n', '\r\n', '\r');
const line = fc.oneof(
  { weight: 6, arbitrary: anyText.map((text) => `data: ${text}`) },
  { weight: 2, arbitrary: anyText.map((text) => `data:${text}`) },
  { weight: 2, arbitrary: anyText.map((text) => `{${text}`) },
  {
    weight: 2,
    arbitrary: fc.constantFrom('data', 'data ', ' data: x', 'event: x', 'id', 'retry: 1'),
  },
  { weight: 1, arbitrary: anyText.map((text) => `:${text}`) },
  { weight: 1, arbitrary: fc.constantFrom('data: [DONE]', '\ufeffdata: x', 'DATA: x') },
  { weight: 5, arbitrary: fc.constant('') },
  { weight: 1, arbitrary: fc.nat(2 * MAX_EVENT).map((times) => `data: ${'x'.repeat(times)}`) },
  { weight: 1, arbitrary: anyText },
);
const ended = fc.tuple(line, lineEnd).map((parts) => parts.join(''));
const whole = fc.array(ended, { maxLength: 20 }).map((lines) => Buffer.from(lines.join('')));
const bytes = fc.oneof(
  { weight: 6, arbitrary: whole },
  {
    weight: 1,
    arbitrary: fc.tuple(whole, line).map(([one, last]) => Buffer.concat([one, Buffer.from(last)])),
  },
  // Not UTF-8: half characters, other encodings.
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 60 }).map((each) => Buffer.from(each)) },
  { weight: 1, arbitrary: anyText.map((text) => Buffer.from(text, 'utf16le')) },
  {
    weight: 1,
    arbitrary: fc.tuple(whole, fc.nat(), fc.nat(255)).map(([one, at, byte]) => {
      if (one.length > 0) one[at % one.length] = byte;
      return one;
    }),
  },
);

interface StreamCase {
  readonly bytes: Buffer;
  /** Lengths of the pieces in which they arrive, again and again. */
  readonly cuts: readonly number[];
}

/** Reads the whole text at once, line by line, as the WHATWG HTML standard §9.2.6 says, and lines of JSON beside it. */
function readAtOnce(all: Buffer): string[] {
  const messages: string[] = [];
  let data: string[] = [];
  const dispatch = () => {
    if (data.length > 0) messages.push(data.join('\n'));
    data = [];
  };
  for (const each of new TextDecoder().decode(all).replace(/\r\n?/g, '\n').split('\n')) {
    const colon = each.indexOf(':');
    const [field, value] =
      colon === -1 ? [each, ''] : [each.slice(0, colon), each.slice(colon + 1)];
    if (each === '') dispatch();
    else if (each.startsWith('{')) messages.push(each);
    else if (field === 'data') data.push(value.startsWith(' ') ? value.slice(1) : value);
  }
  dispatch();
  return messages;
}

/** The messages that come of pieces; `undefined` where one was refused as too long. */
function readInPieces({ bytes: all, cuts }: StreamCase): string[] | undefined {
  const stream = new EventStream(MAX_EVENT);
  const messages: string[] = [];
  try {
    for (let at = 0, index = 0; at < all.length; index++) {
      const size = cuts[index % cuts.length] ?? 1;
      messages.push(...stream.push(all.subarray(at, at + size)));
      at += size;
    }
    messages.push(...stream.end());
    return messages;
  } catch (error) {
    if (error instanceof EventTooLongError) return undefined;
    throw error;
  }
}

/** Event streams, cut anywhere, beside a reader that has all of it. */
export const streams = target<StreamCase>({
  name: 'streams',
  share: 150,
  maxMs: 200,
  open: () => ({
    cases: fc.record({
      bytes,
      cuts: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 }),
    }),
    check: (each) => {
      const expected = readAtOnce(each.bytes);
      const messages = readInPieces(each);
      if (messages === undefined) {
        const longest = Math.max(
          ...each.bytes
            .toString()
            .split(/[\r\n]/)
            .map(({ length }) => length),
        );
        assert.ok(longest > MAX_EVENT || expected.some(({ length }) => length > MAX_EVENT));
      } else assert.deepEqual(messages, expected);
    },
  }),
});
