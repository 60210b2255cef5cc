import { strict as assert } from 'node:assert';
import { PassThrough } from 'node:stream';
import { ApiError } from '../../../../server/src/http/openai/apiError.ts';
import type { Exchange } from '../../../../server/src/http/openai/exchange.ts';
import { readJson } from '../../../../server/src/http/openai/jsonBody.ts';
import { FakeClock, settled } from '../../../../tools/testing/fakeClock.ts';

const MOST = 10_000_000;

/** A body that is read, and how often others had their turn meanwhile. */
async function read(body: string | Buffer) {
  const stream = new PassThrough();
  const clock = new FakeClock();
  const exchange = { request: Object.assign(stream, { headers: {} }) } as unknown as Exchange;
  let turns = 0;
  const soon = clock.soon.bind(clock);
  clock.soon = (callback) => {
    turns++;
    soon(callback);
  };
  const reading = readJson(exchange, MOST, clock);
  reading.catch(() => undefined);
  stream.end(body);
  for (let before = -1; before !== turns; ) {
    before = turns;
    await settled();
    await clock.pass(0);
  }
  return { reading, turns };
}

async function refusal(body: string | Buffer): Promise<string> {
  const { reading } = await read(body);
  try {
    await reading;
  } catch (error) {
    assert.ok(error instanceof ApiError);
    assert.equal(error.status, 400);
    return error.message;
  }
  return assert.fail('taken');
}

describe('reading a body of JSON', () => {
  it('gives others their turn where it is large', async () => {
    const small = { a: 'x'.repeat(100_000) };
    const large = { a: 'x'.repeat(1_000_000), b: Array.from({ length: 100_000 }, (_, at) => at) };
    for (const [value, least] of [
      [small, 0],
      [large, 20],
    ] as const) {
      const text = JSON.stringify(value);
      const { reading, turns } = await read(text);
      assert.deepEqual(await reading, { value, bytes: text.length });
      assert.ok(least === 0 ? turns === 0 : turns >= least, String(turns));
    }
  });

  it('takes bodies with a mark in front, and none that is not UTF-8, small or large', async () => {
    for (const length of [10, 1_000_000]) {
      const text = JSON.stringify({ a: 'ä'.repeat(length) });
      assert.deepEqual((await (await read(`\ufeff${text}`)).reading).value, JSON.parse(text));
      const broken = Buffer.from(text);
      broken[broken.length - 4] = 0xff;
      for (const body of [broken, text.slice(0, -1), `${text}x`])
        assert.match(await refusal(body), /could not parse/);
    }
  });

  it('says what to do with one that makes too much work, JSON or not', async () => {
    const deep = '['.repeat(300);
    assert.match(await refusal(deep + ']'.repeat(300)), /nested too deeply: .* 200 lists .* Send/);
    assert.match(await refusal(deep), /nested too deeply/);
    const many = `[${'1,'.repeat(1_000_001)}`;
    assert.match(
      await refusal(many),
      /too many parts: .* 50,000 members, .* Send several requests/,
    );
  });
});
