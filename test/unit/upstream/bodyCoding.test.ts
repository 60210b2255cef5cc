import { strict as assert } from 'node:assert';
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { BodyCoding } from '../../../server/src/upstream/bodyCoding.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';

const LONG = JSON.stringify({ prompt: 'const total = sum(items);\n'.repeat(200) });
const answer = (status: number, accepted?: string) => ({
  status,
  headers: { 'accept-encoding': accepted },
});

describe('BodyCoding', () => {
  it('compresses as it is told', async () => {
    const coding = new BodyCoding(new FakeClock());
    const open = { gzip: gunzipSync, br: brotliDecompressSync, zstd: zstdDecompressSync } as const;
    for (const name of ['gzip', 'br', 'zstd'] as const) {
      const { body, coding: used } = await coding.encode(LONG, name);
      assert.equal(used, name);
      assert.equal(open[name](body as Uint8Array).toString(), LONG);
      assert.ok(body.length < LONG.length / 2);
    }
  });

  it('leaves alone what is small, and what nobody is known to take', async () => {
    const coding = new BodyCoding(new FakeClock());
    const plain = async (text: string, setting: 'auto' | 'never' | 'gzip') =>
      (await coding.encode(text, setting)).coding;
    assert.equal(await plain('{"prompt":"a"}', 'gzip'), undefined);
    assert.equal(await plain(LONG, 'auto'), undefined);
    assert.equal(await plain(LONG, 'never'), undefined);
  });

  it('learns what an endpoint takes from what it says', async () => {
    const coding = new BodyCoding(new FakeClock());
    coding.heard(answer(415, 'gzip, br;q=0.5, identity'));
    assert.equal((await coding.encode(LONG, 'auto')).coding, 'br');
  });

  it('has a request repeated whose coding was refused, and offers none for a day', async () => {
    const clock = new FakeClock();
    const coding = new BodyCoding(clock);
    for (const status of [400, 415, 422, 500]) {
      const sent = await coding.encode(LONG, 'gzip');
      assert.equal(sent.coding, 'gzip');
      assert.equal(coding.mayBeRefused(answer(status), sent), true);
      coding.refused(answer(status), answer(200));
      assert.equal((await coding.encode(LONG, 'gzip')).coding, undefined);
      await clock.pass(24 * 3_600_000);
    }
    assert.equal(coding.mayBeRefused(answer(400), { body: LONG }), false);
    assert.equal(coding.mayBeRefused(answer(200), await coding.encode(LONG, 'gzip')), false);
  });

  it('does not blame the coding for what is refused without it, too', async () => {
    const coding = new BodyCoding(new FakeClock());
    const sent = await coding.encode(LONG, 'gzip');
    assert.equal(coding.mayBeRefused(answer(422), sent), true);
    coding.refused(answer(422), answer(422));
    assert.equal(coding.mayBeRefused(answer(422), sent), false);
    assert.equal(coding.mayBeRefused(answer(415), sent), true);
    assert.equal((await coding.encode(LONG, 'gzip')).coding, 'gzip');
  });
});
