import { brotliCompressSync, constants, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { flood, type RawAnswer } from './rawServer.ts';

/** In every hostile body: what must not be told by anybody. */
export const MARK = 'hostileMarker';

const OK = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n';
const CHUNKED = `${OK}transfer-encoding: chunked\r\n\r\n`;
const event = (content: string, finish: string | null = null) =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason: finish }] })}\n\n`;
const GOOD = `${event('sum();', 'stop')}data: [DONE]\n\n`;
const chunk = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
export const sized = (head: string, body: string | Uint8Array) =>
  Buffer.concat([
    Buffer.from(`${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n`),
    Buffer.from(body),
  ]);
export const says =
  (bytes: string | Uint8Array): RawAnswer =>
  (socket) => {
    socket.write(bytes);
  };
const ends =
  (bytes: string | Uint8Array): RawAnswer =>
  (socket) => {
    socket.end(bytes);
  };
const floods =
  (begin: string, part: string): RawAnswer =>
  (socket) => {
    socket.write(begin);
    return flood(socket, part);
  };
export const good = says(sized(OK, GOOD));

const coded = (coding: string, body: Uint8Array) =>
  says(sized(`${OK}content-encoding: ${coding}\r\n`, body));
const BOMB = Buffer.alloc(200 * 1024 * 1024, `: ${MARK} ${'x'.repeat(1_000)}\n`);
/** A frame of zstd that asks for a window of 128 MB (RFC 8878 §3.1.1.1.2), and holds its bytes as they are. */
const wideZstd = (text: string) => {
  const head = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, (27 - 10) << 3]);
  const block = Buffer.alloc(3);
  block.writeUIntLE((Buffer.byteLength(text) << 3) | 1, 0, 3);
  return Buffer.concat([head, block, Buffer.from(text)]);
};
export const refused = (status: string, headers = '', body = MARK) =>
  says(sized(`HTTP/1.1 ${status}\r\n${headers}`, body));
const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;

/** An endpoint's answers, and the outcome: the text, or the kind of the error. */
export const ANSWERS: readonly (readonly [
  name: string,
  answer: RawAnswer,
  outcome: string | RegExp,
])[] = [
  ['a bomb of gzip', coded('gzip', gzipSync(BOMB)), 'malformed'],
  ['a bomb of deflate', coded('deflate', deflateSync(BOMB)), 'malformed'],
  [
    'a bomb of brotli',
    coded('br', brotliCompressSync(BOMB, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })),
    'malformed',
  ],
  ['a bomb of zstd', coded('zstd', zstdCompressSync(BOMB)), 'malformed'],
  ['codings in codings', coded('gzip, gzip', gzipSync(gzipSync(BOMB))), 'malformed'],
  [
    'gzip that decodes to nothing, without an end',
    (socket) => {
      socket.write(`${OK}content-encoding: gzip\r\n\r\n`);
      const empty = gzipSync('');
      return flood(socket, Buffer.concat(Array(2_000).fill(empty)));
    },
    'malformed',
  ],
  ['zstd with a window of 128 MB', coded('zstd', wideZstd(GOOD)), 'malformed'],
  [
    'chunks without an end',
    floods(CHUNKED, chunk(`: ${MARK} ${'x'.repeat(60_000)}\n`)),
    'malformed',
  ],
  [
    'a chunk whose extension has no end',
    floods(`${CHUNKED}5;a=`, 'x'.repeat(60_000)),
    /unreachable|timeout/,
  ],
  ['a line without an end', floods(CHUNKED, chunk('x'.repeat(60_000))), 'malformed'],
  [
    'events without text, without an end',
    floods(CHUNKED, chunk('data: {}\n\n'.repeat(5_000))),
    /malformed|sum/,
  ],
  ['headers without an end', floods(OK, `x-a: ${MARK}\r\n`.repeat(1_000)), 'unreachable'],
  ['one header without an end', floods(`${OK}x-a: `, 'x'.repeat(60_000)), 'unreachable'],
  [
    'a status line without an end',
    floods('HTTP/1.1 200 ', 'x'.repeat(60_000)),
    /unreachable|timeout/,
  ],
  [
    '100 Continue without an end',
    floods('', 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(1_000)),
    /unreachable|timeout/,
  ],
  [
    '103 Early Hints without an end',
    floods('', 'HTTP/1.1 103 Early Hints\r\nlink: <a>\r\n\r\n'.repeat(1_000)),
    /unreachable|timeout/,
  ],
  [
    '101 Switching Protocols',
    says('HTTP/1.1 101 Switching Protocols\r\nupgrade: a\r\nconnection: upgrade\r\n\r\n'),
    'unreachable',
  ],
  [
    'trailers without an end',
    floods(`${CHUNKED}${chunk(': a\n')}0\r\n`, `x-a: ${MARK}\r\n`.repeat(1_000)),
    /unreachable|malformed/,
  ],
  ['nothing at all', says(''), 'timeout'],
  ['half a head', says('HTTP/1.1 200 OK\r\ncontent-'), 'timeout'],
  ['a head alone', says(`${OK}content-length: 100\r\n\r\n`), 'timeout'],
  ['less than it announces', ends(`${OK}content-length: 9999\r\n\r\n: ${MARK}\n\n`), 'unreachable'],
  [
    'more than it announces',
    says(`${OK}content-length: ${Buffer.byteLength(GOOD)}\r\n\r\n${GOOD}${MARK}`),
    'sum();',
  ],
  [
    'two lengths',
    says(`${OK}content-length: 5\r\ncontent-length: 9\r\n\r\n${GOOD}`),
    'unreachable',
  ],
  ['a negative length', says(`${OK}content-length: -5\r\n\r\n${GOOD}`), 'unreachable'],
  ['a chunk of a negative size', says(`${CHUNKED}-5\r\n${GOOD}`), 'unreachable'],
  ['a chunk of an endless size', says(`${CHUNKED}FFFFFFFFFFFFFFFFFF\r\n${GOOD}`), 'unreachable'],
  ['HTTP/1.0', ends(`HTTP/1.0 200 OK\r\ncontent-type: text/event-stream\r\n\r\n${GOOD}`), 'sum();'],
  ['no HTTP', ends(`${MARK}\r\n\r\n`), 'unreachable'],
  [
    'an error whose body has no end',
    floods('HTTP/1.1 500 No\r\n\r\n', MARK.repeat(5_000)),
    'server',
  ],
  [
    'an error whose body never ends',
    says(`HTTP/1.1 401 No\r\ncontent-length: 99\r\n\r\n${MARK}`),
    'unauthorized',
  ],
  [
    'an error that breaks off',
    ends(`HTTP/1.1 410 No\r\ncontent-length: 99\r\n\r\n${MARK}`),
    'retired',
  ],
  ['a redirect', refused('307 Elsewhere', 'location: http://127.0.0.1:9/\r\n'), 'redirected'],
  ['JSON that is nested deep', says(sized(OK, `data: ${deep}\n\n${GOOD}`)), 'sum();'],
  [
    'keys of prototypes',
    says(
      sized(
        OK,
        `data: {"__proto__":{"choices":[{"text":"evil"}]},"constructor":{"prototype":{"failed":true}}}\n\n${GOOD}`,
      ),
    ),
    'sum();',
  ],
  [
    'odd usage',
    says(
      sized(
        OK,
        `data: {"choices":[],"usage":{"prompt_tokens":1e999,"completion_tokens":-5}}\n\n${GOOD}`,
      ),
    ),
    'sum();',
  ],
  [
    'bytes that are no UTF-8',
    says(
      sized(OK, Buffer.concat([Buffer.from([0x3a, 0xff, 0xc0, 0x80, 0x0a]), Buffer.from(GOOD)])),
    ),
    'sum();',
  ],
  [
    'a byte order mark, and ends of lines of all kinds',
    says(sized(OK, `\ufeff: a\r\n\r: b\n${GOOD.replaceAll('\n', '\r')}`)),
    'sum();',
  ],
  ['comments without an end', floods(CHUNKED, chunk(': \n'.repeat(9_000))), 'malformed'],
  ['events after the last', floods(CHUNKED, chunk(`${GOOD}${event(MARK)}`)), 'sum();'],
];
