import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { needs } from '../../tools/servers/realServers.ts';
import { RedisServer } from '../../tools/servers/redisServer.ts';
import { waitFor } from '../../tools/waitFor.ts';
import { type LspPair, lspPair, type PairOptions } from '../support/lspPair.ts';
import { Nginx } from '../support/nginx.ts';
import { ScriptedUpstream } from '../support/scriptedUpstream.ts';
import { slowClock } from '../support/slowClock.ts';

const URI = 'file:///project/payroll.ts';
const TEXT = 'const seededName = ';
const END = { line: 0, character: TEXT.length };
const SECRET = 'the secret of the whole team';

describe('answers of a team', function () {
  this.timeout(20_000);
  let upstream: ScriptedUpstream;
  let pairs: LspPair[];

  beforeEach(async () => {
    upstream = await new ScriptedUpstream(() => ({ chunks: ['seededAnswer();'] })).start();
    pairs = [];
  });

  afterEach(async () => {
    for (const pair of pairs) await pair.close();
    await upstream.stop();
  });

  /** Someone with a machine of their own and a key of their own. */
  const colleague = async (cache: Record<string, unknown>, options: PairOptions = {}) => {
    const endpoint = { id: 'scripted', provider: 'openai', url: upstream.url, model: 'm' };
    const headers = { authorization: `Bearer ${pairs.length}` };
    const settings = {
      endpoints: [{ ...endpoint, headers }],
      completion: { debounceMs: 0 },
      cache,
    };
    // A read that takes 50 ms is a miss, as it should be; not here.
    const pair = await lspPair({ settings, clock: slowClock(20), ...options });
    pairs.push(pair);
    await pair.open(URI, TEXT);
    return pair;
  };
  const withSecret = (secret = SECRET): PairOptions => ({
    environment: { AURELIS_CACHE_SECRET: secret },
  });
  const complete = async (pair: LspPair) => {
    assert.equal((await pair.complete(URI, END))?.insertText, `${TEXT}seededAnswer();`);
  };
  const wrote = (pair: LspPair, tier: 'redis' | 'http') =>
    waitFor('the write', async () => (await pair.metrics()).cache[tier]?.writes === 1);

  describe('through Redis', () => {
    needs('redis-server', '--version');
    let redis: RedisServer;

    before(async () => {
      redis = await RedisServer.begin();
    });
    after(() => redis?.stop());
    beforeEach(() => {
      redis.command('flushall');
    });

    it('are given to whoever has the secret, from either place, and to nobody else', async () => {
      const cache = { redis: { url: redis.url } };
      const first = await colleague(cache, withSecret());
      await redis.clients(2);
      await complete(first);
      await wrote(first, 'redis');
      const kept = { credentials: { cache: SECRET } };
      for (const options of [withSecret(), kept]) {
        const other = await colleague(cache, options);
        await redis.clients(pairs.length * 2);
        await complete(other);
        assert.equal((await other.metrics()).cache.redis?.hits, 1);
      }
      assert.equal(upstream.received.length, 1);
      for (const options of [withSecret('another team, another one'), {}]) {
        const stranger = await colleague(cache, options);
        await redis.clients(pairs.length * 2);
        await complete(stranger);
      }
      assert.equal(upstream.received.length, 3);
    });

    it('hold no text, name or secret in clear', async () => {
      const pair = await colleague({ redis: { url: redis.url } }, withSecret());
      await redis.clients(2);
      await complete(pair);
      await wrote(pair, 'redis');
      const stored = redis
        .command('--scan')
        .split('\n')
        .map((key) => `${key} ${redis.command('get', key)}`)
        .join('\n');
      assert.match(stored, /aurelis:0:model_request:[0-9a-f]{32} /);
      const decoded = Buffer.from(stored, 'base64').toString('latin1');
      for (const form of [stored, decoded, pair.log.join(), JSON.stringify(await pair.metrics())]) {
        assert.doesNotMatch(form, /seeded|payroll|the whole team/);
      }
    });

    it('are cleared for everybody when one clears Redis, for oneself otherwise', async () => {
      const cache = { redis: { url: redis.url } };
      const [one, two] = [
        await colleague(cache, withSecret()),
        await colleague(cache, withSecret()),
      ];
      await redis.clients(4);
      await complete(one);
      await wrote(one, 'redis');
      await complete(two);
      assert.deepEqual(await one.client.sendRequest('aurelis/cache/clear', {}), {
        cleared: [
          { tier: 'memory', entries: 1 },
          { tier: 'disk', entries: 1 },
        ],
      });
      await complete(one);
      assert.equal(upstream.received.length, 1);
      await one.client.sendRequest('aurelis/cache/clear', { tiers: ['memory', 'redis'] });
      await waitFor(
        'the other to forget',
        async () => (await two.metrics()).cache.memory.entries === 0,
      );
    });
  });

  describe('through nginx', () => {
    needs('nginx', '-v');
    let nginx: Nginx;

    beforeEach(async () => {
      nginx = await Nginx.begin();
    });
    afterEach(() => nginx?.stop());

    it('are written by who may, read by all, and cached on the way', async () => {
      const writer = await colleague({ http: { url: nginx.url, write: true } }, withSecret());
      await complete(writer);
      await wrote(writer, 'http');
      for (let index = 0; index < 2; index++) {
        const reader = await colleague({ http: { url: nginx.url } }, withSecret());
        await complete(reader);
        assert.equal((await reader.metrics()).cache.http?.hits, 1);
      }
      assert.equal(upstream.received.length, 1);
      const [name = ''] = readdirSync(nginx.files);
      assert.match(name, /^model_request:[0-9a-f]{32}$/);
      const response = await fetch(`${nginx.url}/${name}`);
      assert.equal(response.headers.get('x-cache'), 'HIT');
      const body = Buffer.from(await response.arrayBuffer()).toString('latin1');
      assert.doesNotMatch(body, /seeded|payroll/);
    });

    it('are a miss when somebody has changed them', async () => {
      const writer = await colleague({ http: { url: nginx.url, write: true } }, withSecret());
      await complete(writer);
      await wrote(writer, 'http');
      const [name = ''] = readdirSync(nginx.files);
      const file = join(nginx.files, name);
      const bytes = readFileSync(file);
      bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
      writeFileSync(file, bytes);
      const reader = await colleague({ http: { url: nginx.url } }, withSecret());
      await complete(reader);
      const { cache } = await reader.metrics();
      assert.deepEqual([cache.http?.hits, upstream.received.length], [0, 2]);
    });
  });
});
