import { strict as assert } from 'node:assert';
import '../../../server/src/redis/boundedReplies.ts';
import { Decoder } from '@redis/client/dist/lib/RESP/decoder.js';
import { ReplyError, ReplyMeter } from '../../../server/src/redis/replyMeter.ts';
import { seedFrom } from '../../../tools/propertySeed.ts';
import { seededRandom } from '../../../tools/random.ts';

/** Reads a text as a connection does, in pieces of so many bytes. */
function read(text: string, size: number) {
  const replies: unknown[] = [];
  const take = (reply: unknown) => replies.push(reply);
  const decoder = new Decoder({
    onReply: take,
    onErrorReply: take,
    onPush: take,
    getTypeMapping: () => ({}),
  });
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) decoder.write(bytes.subarray(at, at + size));
  return replies;
}

const VALID = [
  '+OK\r\n',
  '-ERR no\r\n',
  ':5\r\n:-5\r\n:+5\r\n',
  ',1.5\r\n,inf\r\n',
  '(12345678901234567890\r\n',
  `(${'9'.repeat(64)}\r\n`,
  '$0\r\n\r\n$3\r\na\rb\r\n$-1\r\n',
  '*0\r\n*-1\r\n*2\r\n$1\r\na\r\n*1\r\n:1\r\n',
  '%2\r\n+a\r\n:1\r\n+b\r\n*0\r\n',
  '~1\r\n#t\r\n#f\r\n_\r\n',
  '=5\r\ntxt:a\r\n',
  '>3\r\n+message\r\n$1\r\nc\r\n$1\r\nm\r\n',
];

describe('the meter of replies from Redis', () => {
  it('lets pass whatever a server may say, in whatever pieces it comes', () => {
    const all = VALID.join('');
    const whole = read(all, all.length);
    assert.equal(whole.length, 21);
    for (const size of [1, 2, 3, 7, 64]) assert.deepEqual(read(all, size), whole, String(size));
  });

  it('refuses what would need more room than any reply to us, before it is made', () => {
    const bad = [
      '*30000000\r\n',
      '*100001\r\n',
      '%50001\r\n',
      '>4294967295\r\n',
      '$33554433\r\n',
      '$99999999999999999999\r\n',
      '*1\r\n'.repeat(9),
      '$/\r\n',
      '$5a\r\n',
      '$\r\n',
      'HTTP/1.1 400 Bad Request\r\n',
      '+OK\rX*30000000\r\n',
      '*2\r\n+a\r\n*30000000\r\n',
      // The client makes a number of them digit by digit: 200,000 take it seconds.
      `(${'9'.repeat(65)}\r\n`,
      `:${'9'.repeat(65)}\r\n`,
      `*1\r\n,${'9'.repeat(65)}\r\n`,
    ];
    for (const text of bad) {
      for (const size of [1, 5, 1_000]) {
        assert.throws(() => read(text, size), ReplyError, `${text} ${size}`);
      }
    }
  });

  it('refuses a line, or a list, that has no end', () => {
    for (const begin of ['+', '*90000\r\n', '-']) {
      const meter = new ReplyMeter();
      meter.push(Buffer.from(begin));
      const part = Buffer.alloc(
        64 * 1024,
        begin.startsWith('*') ? `${'$900\r\n'.padEnd(909, 'x')}\r\n` : 'x',
      );
      assert.throws(() => {
        for (let count = 0; count < 600; count++) meter.push(part);
      }, ReplyError);
    }
  });

  it('goes on with the next reply after a long one, and anew after a refusal', () => {
    const meter = new ReplyMeter();
    const long = Buffer.from(`$20000000\r\n${'x'.repeat(20_000_000)}\r\n`);
    for (let count = 0; count < 4; count++) meter.push(long);
    assert.throws(() => meter.push(Buffer.from('!!')), ReplyError);
    meter.push(Buffer.from(VALID.join('')));
  });

  it('throws nothing else, whatever comes', () => {
    const seed = seedFrom(process.env.AURELIS_SEED, Math.random);
    const random = seededRandom(seed);
    const alphabet = [...'+-:$*%~>=!#_,(0123456789\r\nx', '\r\n', '\r\n'];
    for (let round = 0; round < 10_000; round++) {
      const meter = new ReplyMeter();
      const text = Array.from(
        { length: 40 },
        () => alphabet[Math.floor(random() * alphabet.length)],
      );
      try {
        for (const piece of text) meter.push(Buffer.from(piece ?? ''));
      } catch (error) {
        assert.ok(error instanceof ReplyError, `seed ${seed}: ${JSON.stringify(text.join(''))}`);
      }
    }
  });
});
