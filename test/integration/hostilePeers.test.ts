import { strict as assert } from 'node:assert';
import { systemClock } from '../../server/src/base/clock.ts';
import { Codec } from '../../server/src/cache/codec/codec.ts';
import { HttpTier } from '../../server/src/cache/http/httpTier.ts';
import { discover, LOCAL_PLACES } from '../../server/src/upstream/discovery.ts';
import { HttpClient } from '../../server/src/upstream/transport/httpClient.ts';
import { anEntry } from '../../tools/testing/entries.ts';
import { FakeClock } from '../../tools/testing/fakeClock.ts';
import { waitFor } from '../../tools/waitFor.ts';
import { HeldMemory } from '../support/heldMemory.ts';
import { ANSWERS, says, sized } from '../support/hostileAnswers.ts';
import { RawServer } from '../support/rawServer.ts';

const MAX_GROWTH = 150 * 1024 * 1024;

describe('whatever answers in the place of others', function () {
  this.timeout(60_000);
  let server: RawServer;
  let client: HttpClient;
  let clock: FakeClock;
  let held: HeldMemory;
  beforeEach(async () => {
    server = await new RawServer(() => undefined).start();
    client = new HttpClient(systemClock);
    clock = new FakeClock();
    held = new HeldMemory();
  });
  afterEach(async () => {
    client.dispose();
    await server.stop();
  });

  const places = () =>
    LOCAL_PLACES.map((place) => ({ ...place, url: `http://127.0.0.1:${server.port}` }));
  /** The result of `work`, for whose deadline time passes once real sockets had their turn; also what is thrown. */
  async function within(work: Promise<unknown>): Promise<unknown> {
    let outcome: { readonly result: unknown } | undefined;
    work.then(
      (result) => (outcome = { result }),
      (error: unknown) => (outcome = { result: error }),
    );
    for (let round = 0; outcome === undefined && round < 400; round++) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      held.look();
      if (round > 100) await clock.pass(100);
    }
    return outcome === undefined ? 'no end' : outcome.result;
  }

  for (const [name, answer] of ANSWERS) {
    it(`is no server of models on this machine, and costs little: ${name}`, async () => {
      server.answer = answer;
      held = new HeldMemory();
      assert.deepEqual(await within(discover(client.call, clock, places())), []);
      const grown = held.grown();
      assert.ok(grown < MAX_GROWTH, `${Math.round(grown / 1e6)} MB more are held`);
    });

    it(`is no answer of an HTTP cache, and costs little: ${name}`, async () => {
      server.answer = answer;
      const options = { url: `http://127.0.0.1:${server.port}`, ttlMs: 1e9, mayWrite: true };
      const tools = { codec: new Codec('secret'), clock, call: client.call };
      const tier = new HttpTier<string>(options, tools);
      held = new HeldMemory();
      const abort = new AbortController();
      clock.after(300, () => abort.abort());
      const read = await within(tier.get('a:b', abort.signal));
      assert.ok(read === undefined || read instanceof Error, String(read));
      const written = await within(tier.set('a:b', anEntry('1')));
      assert.ok(written === undefined || written instanceof Error, String(written));
      const grown = held.grown();
      assert.ok(grown < MAX_GROWTH, `${Math.round(grown / 1e6)} MB more are held`);
      tier.dispose();
    });
  }

  it('may tag what an HTTP cache answers as it likes', async () => {
    const codec = new Codec('secret');
    const now = clock.now();
    const sealed = await codec.seal('a:b', {
      ...anEntry('1'),
      storedAt: now,
      expiresAt: now + 1e6,
    });
    const options = { url: `http://127.0.0.1:${server.port}`, ttlMs: 1e9, mayWrite: false };
    const tier = new HttpTier<string>(options, { codec, clock, call: client.call });
    for (const tag of ['"\u20ac"', `"${'x'.repeat(9_000)}"`, 'no tag', '"good"']) {
      const head = Buffer.from(`HTTP/1.1 200 OK\r\netag: ${tag}\r\n`).toString('latin1');
      const { length } = sealed;
      const bytes = Buffer.concat([
        Buffer.from(`${head}content-length: ${length}\r\n\r\n`, 'latin1'),
        sealed,
      ]);
      server.answer = says(bytes);
      for (let time = 0; time < 2; time++) {
        assert.equal((await tier.get('a:b'))?.value, '1', tag.slice(0, 20));
      }
    }
    server.answer = says(sized('HTTP/1.1 304 Not Modified\r\n', ''));
    assert.equal((await tier.get('a:b'))?.value, '1');
    await waitFor('no more requests', () => server.requests === 9);
    tier.dispose();
  });
});
