import { strict as assert } from 'node:assert';
import { childrenOf } from '../../tools/machine/childProcesses.ts';
import { needs } from '../../tools/servers/realServers.ts';
import { RedisServer } from '../../tools/servers/redisServer.ts';
import { waitFor } from '../../tools/waitFor.ts';
import { hashOf } from '../support/gatewayConfigs.ts';
import { GatewayProcess } from './ground/gatewayProcess.ts';
import { Ground } from './ground/ground.ts';
import { asked, read } from './ground/plainRequest.ts';

const LIMITED = ['ak-limited-1', 'ak-limited-2', 'ak-limited-3'];
const LIMIT = 30;
const CALLERS = 100;

describe('several processes of the gateway', function () {
  needs('redis-server', '--version');
  this.timeout(120_000);
  let redis: RedisServer;
  let ground: Ground;
  let other: GatewayProcess;
  before(async () => {
    redis = await RedisServer.begin();
    const config = {
      redisUrl: redis.url,
      workers: { min: 2, max: 2 },
      cache: { disk: { enable: false } },
    };
    const environment = { AURELIS_CACHE_SECRET: 'a secret of all processes of this test' };
    ground = await Ground.begin(config, environment);
    other = await GatewayProcess.begin(
      {
        ...ground.config,
        keys: [
          ...LIMITED.map((key) => ({ name: key, hash: hashOf(key), requestsPerMinute: LIMIT })),
          ...ground.keys,
        ],
      },
      { ...ground.environment, ...environment },
    );
  });
  after(async () => {
    await other?.stop();
    await ground?.stop();
    await redis?.stop();
  });

  const statusesOf = (
    count: number,
    key: string,
    content: (at: number) => string,
    urls: readonly string[],
  ) =>
    Promise.all(
      Array.from({ length: count }, async (_, at) => {
        const answer = await asked(urls[at % urls.length] as string, key, { content: content(at) });
        await read(answer);
        return answer.status;
      }),
    );

  it('make one call for what all are asked at once', async () => {
    const { apiKey } = ground.place;
    // All know the way to Redis by then.
    await waitFor(
      'Redis',
      async () => {
        const before = ground.upstream.calls;
        const content = `Hello ${before}`;
        await statusesOf(8, apiKey, () => content, [ground.gateway.url, other.url]);
        return ground.upstream.calls === before + 1;
      },
      30_000,
    );
    const before = ground.upstream.calls;
    const statuses = statusesOf(CALLERS, apiKey, () => 'Wait for all', [
      ground.gateway.url,
      other.url,
    ]);
    // The call of a process for which Redis was late comes after the first one was let go.
    let isOver = false;
    void statuses.finally(() => {
      isOver = true;
    });
    while (!isOver) await Promise.race([ground.upstream.release(), statuses]);
    assert.deepEqual(new Set(await statuses), new Set([200]));
    assert.ok(ground.upstream.calls - before <= 2, String(ground.upstream.calls - before));
  });

  it('let a key ask for no more than its limit, all together', async () => {
    // A Redis that is late on a busy machine is away for a while: each process spends its share then, beside what was given before.
    const granted: number[] = [];
    for (const key of LIMITED) {
      const statuses = await statusesOf(CALLERS, key, (at) => `Question ${at} ${key}`, [other.url]);
      const given = statuses.filter((status) => status === 200).length;
      granted.push(given);
      assert.ok(given <= 2 * LIMIT && given >= LIMIT / 4, String(granted));
      assert.equal(statuses.filter((status) => status === 429).length, CALLERS - given);
      if (given <= LIMIT) break;
    }
    assert.ok((granted.at(-1) ?? CALLERS) <= LIMIT, String(granted));
  });

  it('share nothing under a secret that can be guessed, and say so', async () => {
    const gateway = await GatewayProcess.begin(ground.config, {
      ...ground.environment,
      AURELIS_CACHE_SECRET: 'short',
    });
    await gateway.stop();
    assert.match(gateway.told, /secret is too short, so it is not used/);
  });

  it('tell of themselves together, whichever is asked', async () => {
    const text = await (await fetch(`http://${ground.gateway.address}/metrics`)).text();
    assert.match(text, /^aurelis_gateway_workers 2$/m);
    const workers = [...text.matchAll(/^aurelis_queue_depth\{worker="(\d+)"\}/gm)];
    assert.equal(workers.length, 2);
  });

  it('are replaced, and replace those that die, without a request that fails', async () => {
    const { apiKey } = ground.place;
    const workers = () => childrenOf(ground.gateway.pid);
    const [first, second] = workers();
    let isOver = false;
    const seen: number[] = [];
    const load = Array.from({ length: 8 }, async (_, caller) => {
      for (let at = 0; !isOver; at++) {
        seen.push(
          ...(await statusesOf(1, apiKey, () => `Load ${caller} ${at}`, [ground.gateway.url])),
        );
      }
    });
    process.kill(ground.gateway.pid, 'SIGUSR2');
    await waitFor(
      'others',
      () => !workers().includes(first ?? 0) && !workers().includes(second ?? 0),
      60_000,
    );
    isOver = true;
    await Promise.all(load);
    assert.deepEqual(new Set(seen), new Set([200]));
    assert.ok(seen.length > 20, String(seen.length));
    const [victim] = workers();
    process.kill(Number(victim), 'SIGKILL');
    await waitFor(
      'another',
      () => workers().length === 2 && !workers().includes(victim ?? 0),
      30_000,
    );
    assert.deepEqual(
      await statusesOf(4, apiKey, (at) => `After ${at}`, [ground.gateway.url]),
      [200, 200, 200, 200],
    );
  });

  it('say once that budgets are shared out while Redis is away, and once that they are not any more', async () => {
    const times = (sentence: RegExp) => [...other.told.matchAll(sentence)].length;
    const away = () => times(/^Redis does not answer about budgets: .* Check `redisUrl`/gm);
    const back = () => times(/^Redis answers about budgets again\.$/gm);
    // A machine that is busy may have been too late for Redis before.
    const before = [away(), back()];
    const ask = () => statusesOf(8, LIMITED[0] ?? '', (at) => `Away ${at}`, [other.url]);
    const until = async (isSo: () => boolean) => {
      await ask();
      return isSo();
    };
    await redis.kill();
    await waitFor('the sentence', () => until(() => away() > (before[0] ?? 0)), 30_000);
    await ask();
    await redis.restart();
    await waitFor('its end', () => back() > (before[1] ?? 0), 30_000);
    assert.deepEqual(
      [away(), back()],
      before.map((count) => count + 1),
    );
  });
});
