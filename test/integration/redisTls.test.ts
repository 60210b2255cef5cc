import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { systemClock } from '../../server/src/base/clock.ts';
import { Codec } from '../../server/src/cache/codec/codec.ts';
import type { CacheEvent } from '../../server/src/cache/events.ts';
import { RedisTier } from '../../server/src/cache/redis/redisTier.ts';
import { TierIncident } from '../../server/src/cache/tierIncident.ts';
import { trustEverywhere } from '../../server/src/upstream/transport/trust.ts';
import { freePort, needs } from '../../tools/servers/realServers.ts';
import { RedisServer } from '../../tools/servers/redisServer.ts';
import { anEntry } from '../../tools/testing/entries.ts';
import { waitFor } from '../../tools/waitFor.ts';

describe('Redis over TLS', () => {
  needs('redis-server', '--version');
  needs('openssl', 'version');
  const folder = mkdtempSync(join(tmpdir(), 'aurelis-tls-'));
  const certificate = join(folder, 'certificate.pem');
  let server: RedisServer;
  let port: number;

  before(async () => {
    const key = join(folder, 'key.pem');
    const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
    const files = ['-keyout', key, '-out', certificate];
    spawnSync('openssl', [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-days',
      '2',
      ...subject,
      ...files,
    ]);
    port = await freePort();
    const tls = ['--tls-port', String(port), '--tls-cert-file', certificate];
    const more = ['--tls-key-file', key, '--tls-auth-clients', 'no', '--requirepass', 'pass word'];
    server = await RedisServer.begin(...tls, ...more);
  });

  after(async () => {
    await server?.stop();
    rmSync(folder, { recursive: true });
  });

  const connect = (url: string) => {
    const events: CacheEvent[] = [];
    const incident = new TierIncident('redis', (event) => events.push(event));
    const tools = { codec: new Codec('s'), clock: systemClock, incident, origin: 'me' };
    const tier = new RedisTier<string>({ urls: [url], keyPrefix: 't:', ttlMs: 1e6 }, tools);
    return { tier, events };
  };

  it('trusts nobody whom the system does not trust', async () => {
    const { tier, events } = connect(`rediss://:pass%20word@127.0.0.1:${port}`);
    await waitFor('the refusal', () => events.length > 0);
    const { isUp } = tier;
    tier.dispose();
    assert.deepEqual(events, [{ kind: 'tierDown', tier: 'redis', reason: 'untrusted' }]);
    assert.equal(isUp, false);
  });

  it('works with a certificate of the authorities that model servers are trusted by, and a password', async () => {
    const trusted = getCACertificates();
    const authorities = readFileSync(certificate, 'utf8');
    trustEverywhere({ usesSystemCertificates: true, authorities });
    const { tier } = connect(`rediss://:pass%20word@127.0.0.1:${port}`);
    await waitFor('the connection', () => tier.isUp);
    await tier.set('a', anEntry('1'));
    assert.equal((await tier.get('a'))?.value, '1');
    tier.dispose();
    setDefaultCACertificates(trusted);
  });

  it('is down with the wrong password, and says so once', async () => {
    const { tier, events } = connect(`redis://:wrong@127.0.0.1:${server.port}`);
    await waitFor('the refusal', () => events.length > 0);
    await new Promise((resolve) => setTimeout(resolve, 700));
    assert.equal(events.length, 1);
    assert.equal(tier.isUp, false);
    tier.dispose();
  });
});
