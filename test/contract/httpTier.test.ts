import { strict as assert } from 'node:assert';
import { systemClock } from '../../server/src/base/clock.ts';
import { Codec } from '../../server/src/cache/codec/codec.ts';
import { HttpTier } from '../../server/src/cache/http/httpTier.ts';
import { HttpClient } from '../../server/src/upstream/transport/httpClient.ts';
import { HttpOrigin } from '../../tools/servers/httpOrigin.ts';
import { anEntry } from '../../tools/testing/entries.ts';
import { FakeClock } from '../../tools/testing/fakeClock.ts';
import { contract } from './contract.ts';

describe('against an HTTP origin', () => {
  let origin: HttpOrigin;
  let dispatcher: HttpClient;

  beforeEach(async () => {
    origin = await new HttpOrigin().begin();
    dispatcher = new HttpClient(systemClock);
  });

  afterEach(async () => {
    dispatcher.dispose();
    await origin.stop();
  });

  const httpTier = (clock = new FakeClock(), mayWrite = true, secret = 'secret') =>
    new HttpTier<string>(
      { url: origin.url, ttlMs: 604_800_000, mayWrite },
      { codec: new Codec(secret), clock, call: dispatcher.call },
    );

  contract('http', { create: (clock) => httpTier(clock), isImmutable: true });

  it('only reads unless it may write', async () => {
    const reader = httpTier(new FakeClock(), false);
    await reader.set('a', anEntry('1'));
    assert.equal(origin.files.size, 0);
    assert.deepEqual(origin.seen, []);
    await httpTier().set('a', anEntry('1'));
    assert.equal((await reader.get('a'))?.value, '1');
  });

  it('puts an entry at its key, for a year of caches, and says nothing in clear', async () => {
    await httpTier().set('model_request:0a1b', anEntry('seeded text', { about: LABEL }));
    assert.deepEqual([...origin.files.keys()], ['/model_request:0a1b']);
    const stored = [...origin.files.values()].map((file) => file.toString('latin1')).join();
    assert.ok(!stored.includes('seeded') && !stored.includes('payroll'));
    const headers = origin.seen[0]?.headers ?? {};
    assert.equal(headers['cache-control'], 'public, max-age=604800, immutable');
    assert.equal(headers.authorization, undefined);
    assert.ok(!JSON.stringify(headers).includes('seeded'));
  });

  it('takes what does not open for a miss: poison, truncation, another key’s value', async () => {
    const tier = httpTier();
    await tier.set('a', anEntry('1'));
    const sealed = origin.files.get('/a') ?? Buffer.alloc(0);
    const lies: Record<string, Buffer> = {
      '/poison': Buffer.from('{"value":"rm -rf"}'),
      '/truncated': sealed.subarray(0, sealed.length - 3),
      '/elsewhere': sealed,
      '/empty': Buffer.alloc(0),
      '/huge': Buffer.alloc(2_000_000),
    };
    for (const [path, file] of Object.entries(lies)) {
      origin.files.set(path, file);
      assert.equal(await tier.get(path.slice(1)), undefined, path);
    }
    assert.equal(await httpTier(new FakeClock(), true, 'other').get('a'), undefined);
  });

  it('asks again with the ETag, and takes "unchanged" for the entry', async () => {
    const tier = httpTier();
    await tier.set('a', anEntry('1'));
    await tier.get('a');
    assert.equal((await tier.get('a'))?.value, '1');
    assert.deepEqual(
      origin.seen.map(({ status }) => status),
      [201, 200, 304],
    );
  });

  it('lets headers shorten the time that an entry is kept, never lengthen it', async () => {
    const clock = new FakeClock();
    const tier = httpTier(clock);
    const ends = clock.now() + 100_000;
    await tier.set('a', anEntry('1', { expiresAt: ends }));
    const keptFor = async (cacheControl: string) => {
      origin.cacheControl = cacheControl;
      return ((await httpTier(clock).get('a'))?.expiresAt ?? Number.NaN) - clock.now();
    };
    assert.equal(await keptFor('public, max-age=31536000, immutable'), 100_000);
    assert.equal(await keptFor('max-age=60'), 60_000);
    assert.equal(await keptFor('no-store'), 0);
    assert.equal(await keptFor('nonsense="'), 100_000);
  });

  it('follows no redirect, and counts a broken server as an error', async () => {
    origin.misbehave = (_, response) => {
      response.writeHead(302, { location: 'http://127.0.0.1:1/elsewhere' }).end();
    };
    assert.equal(await httpTier().get('a'), undefined);
    await assert.rejects(httpTier().set('a', anEntry('1')), /302/);
    origin.misbehave = (_, response) => {
      response.writeHead(503).end();
    };
    await assert.rejects(httpTier().get('a'), /503/);
  });
});

const LABEL = { model: 'm', file: 'payroll.ts' };
