import { strict as assert } from 'node:assert';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../server/src/base/clock.ts';
import { SharedBudgets } from '../../server/src/engine/sharedBudgets.ts';
import { ConcurrencyLimit } from '../../server/src/limits/concurrencyLimit.ts';
import { Limiter } from '../../server/src/limits/limiter.ts';
import { SqliteBudget } from '../../server/src/limits/sqliteBudget.ts';
import { withSharedBudget } from '../../server/src/pipeline/withSharedBudget.ts';
import { RedisBudget } from '../../server/src/redis/redisBudget.ts';
import { RedisLink } from '../../server/src/redis/redisLink.ts';
import { parseSettings } from '../../server/src/settings/settings.ts';
import { needs } from '../../tools/servers/realServers.ts';
import { RedisServer } from '../../tools/servers/redisServer.ts';
import { FakeClock } from '../../tools/testing/fakeClock.ts';
import { aContext, aGeneration, anEndpoint, aRequest } from '../../tools/testing/requests.ts';
import { spendTogether } from '../../tools/testing/sharedSpending.ts';
import { waitFor } from '../../tools/waitFor.ts';

const [LIMIT, PERIOD_MS, FOR_MS] = [30, 1_200, 5_000];

/** Never too much, nor much too little. */
async function checkSpending(place: string): Promise<void> {
  const { grants, mostInPeriod, mostAbove } = await spendTogether(place, LIMIT, PERIOD_MS, FOR_MS);
  assert.ok(mostInPeriod <= LIMIT, String(mostInPeriod));
  assert.ok(mostAbove <= 0, String(mostAbove));
  assert.ok(grants >= 2 * LIMIT, String(grants));
}

describe('a budget in Redis', () => {
  needs('redis-server', '--version');
  let server: RedisServer;
  const allowance = { name: 'minute' as const, limit: 2, periodMs: 60_000 };

  before(async () => {
    server = await RedisServer.begin();
  });
  after(() => server?.stop());

  it('is never overspent by four processes at once, at any instant, and is spent', async function () {
    this.timeout(120_000);
    await checkSpending(server.url);
  });

  it('is there again for a grant that is given back', async () => {
    const link = new RedisLink([server.url], systemClock);
    const budget = new RedisBudget(link, 'aurelis:');
    try {
      const take = () => budget.take('given back', [allowance]);
      await waitFor('Redis', () => link.isUp);
      await take();
      const second = await take();
      assert.ok((await take()).waitMs > 0);
      await second.giveBack?.();
      assert.deepEqual((await take()).remaining, [0]);
      assert.ok((await take()).waitMs > 0);
    } finally {
      link.dispose();
    }
  });

  it('is shared by machines, and gives way to the file while the server hangs', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'aurelis-budget-'));
    const { settings } = parseSettings({ cache: { redis: { url: server.url } } });
    const [one, other] = ['one', 'other'].map(
      (name) => new SharedBudgets(settings, join(folder, name), systemClock),
    );
    const once = { ...allowance, limit: 1 };
    const take = (from: SharedBudgets | undefined, scope: string, of: typeof once = once) =>
      from?.take(scope, [of]);
    try {
      // What the one was granted the other is refused only where both ask Redis.
      let round = 0;
      await waitFor('Redis', async () => {
        const scope = `round ${++round}`;
        return (await take(one, scope))?.waitMs === 0 && (await take(other, scope))?.waitMs !== 0;
      });
      await take(one, 'machines', allowance);
      await take(other, 'machines', allowance);
      const { waitMs = 0, remaining } = (await take(one, 'machines', allowance)) ?? {};
      assert.ok(waitMs > 50_000 && waitMs < 62_000);
      assert.deepEqual(remaining, [0]);
      server.hang();
      const begin = performance.now();
      assert.equal((await take(other, 'machines', allowance))?.waitMs, 0);
      assert.ok(performance.now() - begin < 1_000);
    } finally {
      server.goOn();
      one?.dispose();
      other?.dispose();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('a budget in a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'aurelis-budget-'));
  let files = 0;
  const newFile = () => join(folder, `${files++}.sqlite`);
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('is never overspent by four processes at once, at any instant, and is spent', async function () {
    this.timeout(120_000);
    await checkSpending(newFile());
  });

  it('survives a restart', async () => {
    const file = newFile();
    let now = 1_800_000_000_000;
    const day = { name: 'day', limit: 3, periodMs: 86_400_000 };
    const first = new SqliteBudget(file, () => now);
    for (let index = 0; index < 3; index++) await first.take('s', [day]);
    first.dispose();
    const second = new SqliteBudget(file, () => now);
    const { waitMs, remaining } = await second.take('s', [day]);
    assert.ok(waitMs > 86_000_000 && waitMs < 87_000_000);
    assert.deepEqual(remaining, [0]);
    assert.equal((await second.take('other', [day])).waitMs, 0);
    now += waitMs;
    assert.equal((await second.take('s', [day])).waitMs, 0);
    second.dispose();
  });

  it('is begun anew where the file is no database, which is set aside', async () => {
    const place = join(folder, 'broken');
    mkdirSync(place);
    writeFileSync(join(place, 'budgets.sqlite'), 'This is no database. '.repeat(100));
    const { settings } = parseSettings({});
    const budgets = new SharedBudgets(settings, place, systemClock);
    const minute = { name: 'minute' as const, limit: 1, periodMs: 60_000 };
    assert.equal((await budgets.take('s', [minute])).waitMs, 0);
    assert.ok((await budgets.take('s', [minute])).waitMs > 0);
    budgets.dispose();
    assert.ok(existsSync(join(place, 'budgets.sqlite.corrupt')));
  });

  it('takes of all allowances or of none, and stands a clock that was set back', async () => {
    let now = 1_800_000_000_000;
    const budget = new SqliteBudget(newFile(), () => now);
    const minute = { name: 'minute', limit: 2, periodMs: 60_000 };
    const day = { name: 'day', limit: 1, periodMs: 86_400_000 };
    await budget.take('s', [minute, day]);
    assert.ok((await budget.take('s', [minute, day])).waitMs > 0);
    assert.deepEqual((await budget.take('s', [minute])).remaining, [0]);
    now -= 3_600_000;
    assert.ok((await budget.take('s', [minute])).waitMs <= 2 * 60_000);
    budget.dispose();
  });

  it('holds back who asks, refuses what nobody asked for, and does without where it is broken', async () => {
    const clock = new FakeClock();
    const endpoint = anEndpoint({ limits: { requestsPerMinute: 2 } });
    const budget = new SqliteBudget(newFile(), () => clock.now());
    const slots = new ConcurrencyLimit({ concurrency: 9, queueLimit: 9 });
    const limiter = new Limiter(endpoint, { clock, slots });
    const tools = { clock, shared: budget, scopeOf: async () => 's' };
    const generate = withSharedBudget(tools, endpoint, limiter, async () => aGeneration());
    await generate(aRequest(), aContext({ priority: 'invoked' }));
    assert.equal(limiter.budget().minute?.remaining, 2);
    await generate(aRequest(), aContext({ priority: 'invoked' }));
    assert.equal(limiter.budget().minute?.remaining, 1);
    await assert.rejects(generate(aRequest(), aContext()), { kind: 'rateLimited' });
    await clock.pass(45_000);
    let isDone = false;
    const waiting = generate(aRequest(), aContext({ priority: 'action' })).then(() => {
      isDone = true;
    });
    await clock.pass(10_000);
    assert.equal(isDone, false);
    await clock.pass(10_000);
    await waiting;
    budget.dispose();
    assert.equal((await generate(aRequest(), aContext())).text, 'sum(items)');
  });
});
