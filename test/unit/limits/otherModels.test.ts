import { strict as assert } from 'node:assert';
import type { Priority } from '../../../server/src/domain/generation.ts';
import { ConcurrencyLimit } from '../../../server/src/limits/concurrencyLimit.ts';
import { EndpointShare } from '../../../server/src/limits/endpointShare.ts';
import { Limiter } from '../../../server/src/limits/limiter.ts';
import { FakeClock, settled } from '../../../tools/testing/fakeClock.ts';
import { anEndpoint } from '../../../tools/testing/requests.ts';

/** Two models: of one endpoint that has `concurrency` places, or of two where `all` share so many. */
function twoModels({ concurrency = 100, all = 100 }) {
  const clock = new FakeClock();
  const slots = new ConcurrencyLimit({ concurrency: all, queueLimit: 1_000 });
  const endpoint = anEndpoint({ limits: { concurrency } });
  const share = new EndpointShare(endpoint.limits, clock);
  const [completions, actions] = [1, 2].map(() => new Limiter(endpoint, { clock, slots, share }));
  assert.ok(completions !== undefined && actions !== undefined);
  const log: string[] = [];
  /** Asks; a request that is to give its place away does so. */
  const ask = async (limiter: Limiter, name: string, priority: Priority) => {
    const permit = await limiter.acquire({ signal: new AbortController().signal, priority });
    log.push(name);
    permit.wanted?.addEventListener('abort', () => {
      log.push(`${name} leaves`);
      permit.dispose();
    });
    return permit;
  };
  return { clock, completions, actions, log, ask };
}

describe('an action', () => {
  for (const places of [{ concurrency: 2 }, { all: 2 }])
    it(`never waits behind completions of another model: ${JSON.stringify(places)}`, async () => {
      const { completions, actions, log, ask } = twoModels(places);
      await ask(completions, 'one', 'automatic');
      await ask(completions, 'two', 'automatic');
      await ask(actions, 'action', 'action');
      assert.deepEqual(log, ['one', 'two', 'one leaves', 'action']);
      void ask(completions, 'three', 'automatic');
      await ask(actions, 'invoked', 'invoked');
      await settled();
      assert.deepEqual(log.slice(4), ['two leaves', 'invoked']);
    });

  it('takes one place, however often places are looked for meanwhile', async () => {
    const { clock, completions, actions, log } = twoModels({ concurrency: 3 });
    const never = new AbortController().signal;
    const permits = await Promise.all(
      ['1', '2', '3'].map(() => completions.acquire({ signal: never, priority: 'automatic' })),
    );
    const wanted = () => permits.filter((permit) => permit.wanted?.aborted === true).length;
    void actions.acquire({ signal: never, priority: 'action' }).then(() => log.push('action'));
    void actions.acquire({ signal: never, priority: 'action' }).then(() => log.push('action'));
    await clock.pass(100);
    assert.deepEqual([wanted(), log], [1, []]);
    permits[0]?.dispose();
    await clock.pass(100);
    assert.deepEqual([wanted(), log], [2, ['action']]);
  });

  it('does wait behind what a user has asked for, and a batch behind all', async () => {
    const { clock, completions, actions, log, ask } = twoModels({ concurrency: 1 });
    const asked = await ask(completions, 'asked', 'invoked');
    void ask(actions, 'action', 'action');
    await clock.pass(1_000);
    assert.deepEqual(log, ['asked']);
    asked.dispose();
    await clock.pass(1);
    assert.deepEqual(log, ['asked', 'action']);
    const other = twoModels({ concurrency: 1 });
    await other.ask(other.completions, 'completion', 'automatic');
    void other.ask(other.actions, 'batch', 'batch');
    await other.clock.pass(1_000);
    assert.deepEqual(other.log, ['completion']);
  });

  for (const places of [{ all: 1 }, { concurrency: 1 }])
    it(`keeps a place no longer than its user waits: ${JSON.stringify(places)}`, async () => {
      const { clock, completions, actions, log, ask } = twoModels(places);
      const held = await completions.acquire({
        signal: new AbortController().signal,
        priority: 'automatic',
      });
      const leaving = new AbortController();
      const left = assert.rejects(actions.acquire({ signal: leaving.signal, priority: 'action' }));
      void ask(completions, 'next', 'automatic');
      await clock.pass(10);
      assert.equal(held.wanted?.aborted, true);
      assert.deepEqual(log, []);
      leaving.abort();
      await left;
      held.dispose();
      await clock.pass(1);
      assert.deepEqual(log, ['next']);
    });

  it('takes no place while it may not go itself, and goes when it may', async () => {
    const { clock, completions, actions, log, ask } = twoModels({ concurrency: 1 });
    actions.refused(15_000);
    await ask(completions, 'one', 'automatic');
    void ask(actions, 'action', 'action');
    await clock.pass(14_000);
    assert.deepEqual(log, ['one']);
    await clock.pass(2_000);
    assert.deepEqual(log, ['one', 'one leaves', 'action']);
  });

  it('takes no place of another model that its own model could not use', async () => {
    const { clock, completions, actions, log, ask } = twoModels({ concurrency: 4, all: 4 });
    // It bears fewer at once from now on.
    actions.overloaded();
    const own = await Promise.all(
      Array.from({ length: actions.slots }, (_, index) => ask(actions, `${index}`, 'action')),
    );
    while (log.length < 4) await ask(completions, 'completion', 'automatic');
    const before = log.length;
    void ask(actions, 'more', 'action');
    await clock.pass(1_000);
    assert.equal(log.length, before, log.join());
    own[0]?.dispose();
    await clock.pass(1);
    assert.equal(log.at(-1), 'more');
  });

  it('waits for a place no longer than is asked', async () => {
    const { clock, actions, ask } = twoModels({ concurrency: 1 });
    await ask(actions, 'first', 'action');
    const { signal } = new AbortController();
    const second = actions.acquire({ signal, priority: 'action', patienceMs: 2_000 });
    const refused = assert.rejects(second, { kind: 'rateLimited' });
    await clock.pass(2_001);
    await refused;
  });
});
