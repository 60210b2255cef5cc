import { strict as assert } from 'node:assert';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withSharedBudget } from '../../server/src/pipeline/withSharedBudget.ts';
import { SqliteBudget } from '../../server/src/storage/sqliteBudget.ts';
import { Limiter } from '../../server/src/upstream/limiter.ts';
import { Slots } from '../../server/src/upstream/slots.ts';
import { FakeClock } from '../support/fakeClock.ts';
import { aContext, aGeneration, anEndpoint, aRequest } from '../support/requests.ts';

describe('a budget in a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'aurelis-budget-'));
  let files = 0;
  const newFile = () => join(folder, `${files++}.sqlite`);
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('is never overspent by four processes at once, at any instant, and is spent', async function () {
    this.timeout(30_000);
    const [limit, periodMs, forMs] = [30, 1_200, 5_000];
    const script = join(import.meta.dirname, '../support/budgetSpender.ts');
    const file = newFile();
    const spenders = Array.from({ length: 4 }, () =>
      fork(script, [file, limit, periodMs, forMs].map(String)),
    );
    const told = await Promise.all(spenders.map((child) => once(child, 'message')));
    const grants = told.flatMap(([{ grants: own }]) => own as number[]).sort((a, b) => a - b);
    for (const [index, from] of grants.entries()) {
      const within = grants.slice(index).filter((at) => at < from + periodMs);
      assert.ok(within.length <= limit, `${within.length} from ${from}`);
    }
    const rate = limit / periodMs;
    const [first = 0] = grants;
    for (const [index, at] of grants.entries()) assert.ok(index < limit + rate * (at - first));
    assert.ok(grants.length >= 2 * limit, String(grants.length));
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
    const slots = new Slots({ concurrency: 9, queueLimit: 9 });
    const limiter = new Limiter(endpoint, { clock, slots });
    const tools = { clock, shared: budget, scopeOf: () => 's' };
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
