import { strict as assert } from 'node:assert';
import { SharedRedis } from '../../../server/src/gateway/sharedRedis.ts';
import { parseSettings } from '../../../server/src/settings/settings.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';

describe('the Redis that processes of a gateway share', () => {
  it('is said to be away for budgets, too, once and with what to do', async () => {
    const clock = new FakeClock();
    const said: string[] = [];
    const redis = new SharedRedis({
      clock,
      newId: () => 'id',
      own: () => ({ id: 'own', address: 'http://h', startedAt: 0, inFlight: 0, capacity: 1 }),
      processes: () => 2,
      log: (sentence) => said.push(sentence),
    });
    const url = 'redis://127.0.0.1:1';
    const shared = redis.under(parseSettings({ cache: { redis: { url } } }).settings);
    const take = () => shared?.budget.take('a', [{ name: 'm', limit: 8, periodMs: 60_000 }]);
    assert.deepEqual((await take())?.remaining, [3]);
    await clock.pass(1_000);
    await take();
    await clock.pass(10_000);
    assert.deepEqual(
      said.filter((each) => each.includes('budgets')),
      [
        'Redis does not answer about budgets: each process spends its share of every limit meanwhile. Check `redisUrl`, and that it is running and takes writes.',
      ],
    );
    redis.dispose();
  });
});
