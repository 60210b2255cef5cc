import { gzipSync } from 'node:zlib';
import { streamed } from './askedForAll.ts';
import type { HostileCase } from './hostileCase.ts';

const choice = (isChat: boolean, text: string) =>
  isChat ? { index: 0, delta: { content: text } } : { index: 0, text };
const event = (isChat: boolean, text: string, more: object = {}) =>
  `data: ${JSON.stringify({ choices: [choice(isChat, text)], ...more })}\n\n`;

function* times(count: number, piece: string | ((index: number) => string)): Generator<string> {
  for (let index = 0; index < count; index++)
    yield typeof piece === 'string' ? piece : piece(index);
}

/** Likewise, many at once. */
const packed = (count: number, piece: string) => [piece.repeat(count)];
const JSON_TYPE = { 'content-type': 'application/json' };
const GZIP = { 'content-encoding': 'gzip' };
const usage = { usage: { prompt_tokens: 1e300, completion_tokens: -1, total_tokens: 9 } };

/** Streams of a model server that means harm, or is broken. */
export const streamCases: readonly HostileCase[] = [
  streamed('20,000 pieces of one byte', (isChat) => ({
    pieces: event(isChat, 'call(x);\n').repeat(250),
  })),
  streamed('line ends cut in two', (isChat) => ({
    pieces: times(50_000, (index) =>
      index % 2 === 0 ? `${event(isChat, 'x').trimEnd()}\r` : '\n\r\n',
    ),
  })),
  streamed('200,000 events without text', () => ({
    pieces: packed(200_000, 'data: {"choices":[]}\n\n'),
  })),
  streamed('200,000 events with empty text', (isChat) => ({
    pieces: packed(200_000, event(isChat, '')),
  })),
  streamed('500,000 comments', () => ({ pieces: packed(500_000, ': ping\n\n') })),
  streamed('5,000,000 blank lines', () => ({ pieces: packed(5_000_000, '\n') })),
  streamed('1,000,000 objects of nothing, a line each', () => ({
    pieces: packed(1_000_000, '{}\n'),
  })),
  streamed('990 KB in one line', (isChat) => ({
    pieces: [event(isChat, 'call(x); '.repeat(108_000))],
  })),
  streamed('a line of 3 MB without end', () => ({
    pieces: times(3_000, `data: ${'x'.repeat(994)}`),
  })),
  streamed('lists in lists, 450,000 deep', () => ({
    pieces: [`data: ${'['.repeat(450_000)}${']'.repeat(450_000)}\n\n`],
  })),
  streamed('objects in objects, 100,000 deep', () => ({
    pieces: [`data: ${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}\n\n`],
  })),
  streamed('thinking of 900 KB', (isChat) => ({
    pieces: [
      `data: ${JSON.stringify({ choices: [{ index: 0, delta: { reasoning_content: 'so '.repeat(300_000) } }] })}\n\n`,
      event(isChat, 'call(x);\n'),
    ],
  })),
  streamed('100,000 events of thinking', (isChat) => ({
    pieces: [
      `data: ${JSON.stringify({ choices: [{ index: 0, delta: { reasoning: 'so ' } }] })}\n\n`.repeat(
        100_000,
      ),
      event(isChat, 'call(x);\n'),
    ],
  })),
  streamed('the usage in each of 50,000 events', (isChat) => ({
    pieces: packed(50_000, event(isChat, 'x', usage)),
  })),
  streamed('an event of 130,000 lines', () => ({ pieces: [`${'data: 1\n'.repeat(130_000)}\n`] })),
  streamed('10,000 choices in an event', (isChat) => ({
    pieces: times(
      20,
      `data: ${JSON.stringify({ choices: Array.from({ length: 10_000 }, () => choice(isChat, 'x')) })}\n\n`,
    ),
  })),
  streamed('one object of 990 KB', (isChat) => ({
    headers: JSON_TYPE,
    pieces: [
      JSON.stringify({
        choices: [
          {
            index: 0,
            message: { content: 'call(x); '.repeat(108_000) },
            text: 'call(x); '.repeat(isChat ? 1 : 50_000),
          },
        ],
      }),
    ],
  })),
  streamed('300,000 objects that say they are one', () => ({
    headers: JSON_TYPE,
    pieces: packed(300_000, '{}\n'),
  })),
  streamed('990,000 lines that say they are an object', () => ({
    headers: JSON_TYPE,
    pieces: packed(990_000, '\n'),
  })),
  streamed('16 MB of nothing, compressed', () => ({
    headers: GZIP,
    pieces: [gzipSync(Buffer.alloc(40_000_000, '\n'))],
  })),
  streamed('200,000 events, compressed', (isChat) => ({
    headers: GZIP,
    pieces: [gzipSync(event(isChat, 'x').repeat(200_000))],
  })),
  streamed('a failure of 16 MB', () => ({ status: 500, pieces: times(1_000, 'x'.repeat(16_000)) })),
  streamed('a failure in JSON, deep', () => ({
    status: 400,
    headers: JSON_TYPE,
    pieces: [`${'{"error":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
  })),
  streamed('headers of limits of 14 KB', (isChat) => ({
    headers: {
      'x-ratelimit-remaining-tokens': '1,'.repeat(3_500),
      'retry-after': '9'.repeat(7_000),
    },
    pieces: [event(isChat, 'call(x);\n')],
  })),
];
