import { strict as assert } from 'node:assert';
import { getEventListeners } from 'node:events';
import { CancelledError } from '../../../server/src/base/errors.ts';
import { settled } from '../../../tools/testing/fakeClock.ts';
import { aContext, aGeneration, aRequest } from '../../../tools/testing/requests.ts';
import { processes } from '../../support/sharedProcesses.ts';

describe('withSharedFlights', () => {
  it('makes one call for all processes, and gives all its answer', async () => {
    const { calls, ask, leases, clock } = processes();
    const texts: string[] = [];
    const onText = (text: string) => texts.push(text) > 0;
    const asked = [0, 1, 2, 3].map((process) => ask(process, { onText }));
    await settled();
    assert.deepEqual(
      calls.map(({ process }) => process),
      [0],
    );
    calls[0]?.resolve(aGeneration());
    const answers = await Promise.all(asked);
    assert.deepEqual(
      answers.map((answer) => answer?.source),
      ['upstream', 'redis', 'redis', 'redis'],
    );
    assert.deepEqual(texts, Array(3).fill('sum(items)'), 'who waited is told the text, too');
    assert.equal(calls.length, 1);
    assert.deepEqual([leases.places, clock.pending], [0, 0]);
  });

  it('tells the others only once the answer can be read', async () => {
    const { calls, ask, leases, stored } = processes();
    const asked = [ask(0), ask(1)];
    await settled();
    calls[0]?.resolve(aGeneration());
    await settled();
    assert.deepEqual([leases.ends, stored()?.text], [['stored'], 'sum(items)']);
    await Promise.all(asked);
    assert.equal(calls.length, 1);
  });

  it('has the next one lead where a leader fails, and only that one', async () => {
    const { calls, ask } = processes();
    const asked = [0, 1, 2].map((process) => ask(process));
    const failed = assert.rejects(asked[0] as Promise<unknown>, /down/);
    await settled();
    calls[0]?.reject(new Error('down'));
    await failed;
    await settled();
    assert.equal(calls.length, 2);
    calls[1]?.resolve(aGeneration());
    assert.equal((await asked[1])?.text, 'sum(items)');
    assert.equal((await asked[2])?.text, 'sum(items)');
    assert.equal(calls.length, 2);
  });

  it('does not fail the others where the caller of the leader leaves', async () => {
    const { calls, ask } = processes();
    const controller = new AbortController();
    const leader = ask(0, { signal: controller.signal });
    const other = ask(1);
    await settled();
    controller.abort();
    await assert.rejects(leader, CancelledError);
    await settled();
    calls[1]?.resolve(aGeneration());
    assert.equal((await other)?.text, 'sum(items)');
  });

  it('lets a waiting caller leave at once, and leaves nothing behind', async () => {
    const { calls, ask, leases, clock } = processes();
    const controller = new AbortController();
    const leader = ask(0);
    const other = ask(1, { signal: controller.signal });
    await settled();
    controller.abort();
    await assert.rejects(other, CancelledError);
    assert.deepEqual([leases.places, clock.pending, calls.length], [1, 0, 1]);
    assert.equal(getEventListeners(controller.signal, 'abort').length, 0);
    calls[0]?.resolve(aGeneration());
    await leader;
  });

  it('gives a lease back that is had once its caller has left', async () => {
    const { calls, ask, leases } = processes();
    const controller = new AbortController();
    const asked = ask(0, { signal: controller.signal });
    controller.abort();
    await assert.rejects(asked, CancelledError);
    assert.deepEqual([leases.ends, calls.length], [['failed'], 0]);
  });

  it('waits for nobody who is gone longer than a lease; then one leads', async () => {
    const { calls, ask, leases, clock } = processes();
    leases.isTold = false;
    void ask(0).catch(() => undefined);
    const others = [ask(1), ask(2)];
    await clock.pass(9_999);
    assert.equal(calls.length, 1);
    await clock.pass(1_100);
    assert.equal(calls.length, 2);
    calls[1]?.resolve(aGeneration());
    await clock.pass(1_000);
    assert.deepEqual(
      (await Promise.all(others)).map((each) => each?.text),
      ['sum(items)', 'sum(items)'],
    );
    assert.equal(calls.length, 2);
  });

  it('waits no longer for one who works on and on; then all ask, not at once', async () => {
    const { calls, ask, leases, clock } = processes();
    const asked = [0, 1, 2].map((process) => ask(process));
    await settled();
    leases.keep(60_000);
    await clock.pass(9_999);
    assert.equal(calls.length, 1);
    await clock.pass(1 + 25);
    assert.equal(calls.length, 2);
    await clock.pass(25);
    assert.equal(calls.length, 3);
    for (const call of calls) call.resolve(aGeneration());
    await Promise.all(asked);
  });

  it('finds by itself what it was not told', async () => {
    const { calls, ask, leases, clock } = processes();
    leases.isTold = false;
    const asked = [ask(0), ask(1)];
    await clock.pass(500);
    calls[0]?.resolve(aGeneration());
    await clock.pass(1_000);
    assert.equal((await Promise.all(asked))[1]?.source, 'redis');
    assert.equal(calls.length, 1);
  });

  const looks: readonly (readonly [isTold: boolean, at: readonly number[]])[] = [
    [false, [50, 150, 350, 750, 1_550, 2_550, 3_550, 4_550]],
    [true, [1_000, 2_000, 3_000, 4_000]],
  ];
  for (const [isTold, at] of looks) {
    it(`looks less and less often, ${isTold ? 'and seldom where it is told' : 'where nobody tells'}`, async () => {
      const { calls, ask, leases, clock } = processes();
      leases.isTold = isTold;
      const asked = [ask(0), ask(1)];
      await clock.pass(4_600);
      assert.deepEqual(leases.tries.slice(2), at);
      calls[0]?.resolve(aGeneration());
      await clock.pass(1_000);
      await Promise.all(asked);
    });
  }

  it('asks nobody for a caller who has left while leases were away', async () => {
    const { calls, ask, leases } = processes();
    leases.isAway = true;
    const controller = new AbortController();
    const asked = ask(0, { signal: controller.signal });
    controller.abort();
    await assert.rejects(asked, CancelledError);
    assert.equal(calls.length, 0);
  });

  it('looks before it asks where somebody has asked lately, and not where nobody has', async () => {
    const { calls, ask, looked } = processes();
    const first = ask(0);
    await settled();
    assert.equal(looked(), 0);
    calls[0]?.resolve(aGeneration());
    await first;
    assert.equal((await ask(1))?.source, 'redis');
    assert.deepEqual([calls.length, looked()], [1, 1]);
  });

  it('has all ask for themselves where an answer cannot be stored', async () => {
    const { calls, ask, clock } = processes(false);
    const asked = [0, 1, 2].map((process) => ask(process));
    await settled();
    calls[0]?.resolve(aGeneration());
    await settled();
    await clock.pass(250);
    assert.equal(calls.length, 3);
    for (const call of calls) call.resolve(aGeneration());
    await Promise.all(asked);
  });

  it('is over at once for one that nobody stores', async () => {
    const { calls, stages, leases } = processes();
    const asked = stages[0]?.(aRequest(), aContext());
    await settled();
    calls[0]?.resolve(aGeneration());
    await asked;
    assert.deepEqual(leases.ends, ['unstored']);
  });

  it('does not let a leader that stood still store over a newer answer', async () => {
    const { calls, ask, leases, clock, stale, stored } = processes();
    leases.isTold = false;
    const paused = ask(0);
    await clock.pass(10_001);
    const newer = ask(1);
    await settled();
    calls[1]?.resolve(aGeneration({ text: 'newer' }));
    await newer;
    calls[0]?.resolve(aGeneration({ text: 'older' }));
    assert.equal((await paused)?.text, 'older');
    assert.deepEqual([stale, stored()?.text, leases.ends], [[0], 'newer', ['stored']]);
  });

  it('asks by itself where leases are away, at once, and after waiting not all at once', async () => {
    const { calls, ask, leases, clock } = processes();
    const asked = [ask(0), ask(2)];
    await settled();
    leases.isAway = true;
    asked.push(ask(1));
    await settled();
    assert.deepEqual(
      calls.map(({ process }) => process),
      [0, 1],
    );
    await clock.pass(1_000);
    assert.equal(calls.length, 2);
    await clock.pass(50);
    assert.deepEqual(
      calls.map(({ process }) => process),
      [0, 1, 2],
    );
    for (const call of calls) call.resolve(aGeneration());
    await Promise.all(asked);
  });

  it('waits for four others that come to nothing, and for no more', async () => {
    const { calls, ask, leases, clock } = processes();
    void ask(0).catch(() => undefined);
    const asked = ask(1);
    for (let round = 0; round < 3; round++) {
      await clock.pass(5_000);
      leases.overtake();
    }
    await clock.pass(5_000);
    assert.equal(calls.length, 1);
    leases.overtake();
    await clock.pass(25);
    assert.equal(calls.length, 2);
    calls[1]?.resolve(aGeneration());
    await asked;
  });

  it('passes on what is not to be shared', async () => {
    const { calls, ask, leases } = processes();
    const asked = [ask(0, { isFresh: true }), ask(1, { isFresh: true }), ask(2, {}, 0.7)];
    await settled();
    assert.deepEqual([calls.length, leases.places], [3, 0]);
    for (const call of calls) call.resolve(aGeneration());
    await Promise.all(asked);
  });
});
