import { strict as assert } from 'node:assert';
import { Codec } from '../../server/src/cache/codec/codec.ts';
import { RedisTier } from '../../server/src/cache/redis/redisTier.ts';
import { TierIncident } from '../../server/src/cache/tierIncident.ts';
import { needs } from '../../tools/servers/realServers.ts';
import { RedisServer } from '../../tools/servers/redisServer.ts';
import { FakeClock } from '../../tools/testing/fakeClock.ts';
import { waitFor } from '../../tools/waitFor.ts';

describe('a Redis replica that has lost its master', () => {
  needs('redis-server', '--version');

  it('is used once it has its master again', async () => {
    const master = await RedisServer.begin('--repl-diskless-sync-delay', '0');
    const of = ['--replicaof', '127.0.0.1', String(master.port)];
    const replica = await RedisServer.begin(...of, '--replica-serve-stale-data', 'no');
    const link = () => /master_link_status:(\w+)/.exec(replica.command('info', 'replication'))?.[1];
    await waitFor('the master', () => link() === 'up', 20_000);
    await master.kill();
    await waitFor('its loss', () => link() === 'down');
    const clock = new FakeClock();
    const events: string[] = [];
    const incident = new TierIncident('redis', ({ kind }) => events.push(kind));
    const tools = { codec: new Codec('s'), clock, incident, origin: 'me' };
    const options = { urls: [replica.url], keyPrefix: 'test:', ttlMs: 3_600_000 };
    const tier = new RedisTier<string>(options, tools);
    await waitFor('the refusal', () => events.length > 0);
    assert.equal(tier.isUp, false);
    await master.restart();
    await waitFor('the master again', () => link() === 'up', 20_000);
    await clock.pass(5_000);
    await waitFor('the tier', () => tier.isUp);
    assert.equal(await tier.get('a'), undefined);
    assert.deepEqual(events, ['tierDown', 'tierUp']);
    tier.dispose();
    await replica.stop();
    await master.stop();
  });
});
