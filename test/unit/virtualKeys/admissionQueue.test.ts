import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { CancelledError } from '../../../server/src/base/errors.ts';
import { ApiError } from '../../../server/src/http/openai/apiError.ts';
import { AdmissionQueue } from '../../../server/src/virtualKeys/admissionQueue.ts';
import { FakeClock, settled } from '../../../tools/testing/fakeClock.ts';
import { noSignal, refusalOf } from '../../support/virtualKeys.ts';

describe('AdmissionQueue', () => {
  let clock: FakeClock;
  let order: string[];
  beforeEach(() => {
    clock = new FakeClock();
    order = [];
  });
  const aQueue = (concurrency: number | undefined, queue: number) =>
    new AdmissionQueue({ concurrency, queue }, clock);
  /** Somebody with a name who asks to be let in; `order` has the names of those who were. */
  const ask = (queue: AdmissionQueue, name: string, signal = noSignal): Promise<void> =>
    queue
      .enter(name.startsWith('batch') ? 'batch' : 'interactive', signal)
      .then(() => void order.push(name));

  it('lets as many in as there are places, and the others in their order', async () => {
    const queue = aQueue(2, 10);
    for (const name of ['a', 'b', 'c', 'd']) void ask(queue, name);
    await settled();
    assert.deepEqual([order, queue.underWay, queue.waiting], [['a', 'b'], 2, 2]);
    queue.leave();
    await settled();
    assert.deepEqual([order, queue.underWay, queue.waiting], [['a', 'b', 'c'], 2, 1]);
    queue.leave();
    queue.leave();
    queue.leave();
    await settled();
    assert.deepEqual([order, queue.underWay, queue.waiting], [['a', 'b', 'c', 'd'], 0, 0]);
  });

  it('lets nobody wait longer than a request may take, and forgets whose turn has come', async () => {
    const queue = new AdmissionQueue({ concurrency: 1, queue: 10, requestSeconds: 6 }, clock);
    void ask(queue, 'first');
    const soon = ask(queue, 'soon');
    const late = refusalOf(queue.enter('interactive', noSignal));
    await clock.pass(5_999);
    queue.leave();
    await soon;
    await clock.pass(1);
    const { status, message } = await late;
    assert.deepEqual([status, queue.waiting, queue.underWay], [504, 0, 1]);
    assert.match(message, /has waited 6 seconds for its turn/);
    assert.equal(clock.pending, 0);
  });

  it('lets all in where nothing limits them', async () => {
    const queue = aQueue(undefined, 0);
    for (let at = 0; at < 1_000; at++) await ask(queue, `${at}`);
    assert.deepEqual([queue.underWay, queue.waiting], [1_000, 0]);
  });

  it('lets those in first that a user waits for, and a batch once it has waited for long', async () => {
    const queue = aQueue(1, 10);
    void ask(queue, 'first');
    void ask(queue, 'batch 1');
    void ask(queue, 'batch 2');
    await clock.pass(100);
    void ask(queue, 'a');
    queue.leave();
    await settled();
    assert.deepEqual(order, ['first', 'a']);
    await clock.pass(30_000);
    void ask(queue, 'b');
    queue.leave();
    await settled();
    assert.deepEqual(order, ['first', 'a', 'batch 1']);
    await clock.pass(1);
    queue.leave();
    queue.leave();
    queue.leave();
    await settled();
    assert.deepEqual(order.slice(3), ['batch 2', 'b']);
  });

  it('lets those who wait go who came before an old batch', async () => {
    const queue = aQueue(1, 10);
    void ask(queue, 'first');
    void ask(queue, 'a');
    await clock.pass(1);
    void ask(queue, 'batch');
    await clock.pass(40_000);
    queue.leave();
    await settled();
    assert.deepEqual(order, ['first', 'a']);
  });

  it('refuses the newest batch for one that a user waits for, and nobody else for anybody', async () => {
    const queue = aQueue(1, 2);
    void ask(queue, 'first');
    const batch = ask(queue, 'batch 1');
    const newest = refusalOf(ask(queue, 'batch 2'));
    assert.equal((await refusalOf(ask(queue, 'batch 3'))).status, 429);
    void ask(queue, 'a');
    assert.deepEqual([(await newest).code, queue.waiting], ['rate_limit_exceeded', 2]);
    const shed = refusalOf(batch);
    void ask(queue, 'b');
    await shed;
    await refusalOf(ask(queue, 'c'));
    assert.equal(queue.waiting, 2);
  });

  it('refuses at once where nobody may wait', async () => {
    const queue = aQueue(1, 0);
    await ask(queue, 'a');
    const { status, message, retryAfterMs } = await refusalOf(ask(queue, 'b'));
    assert.deepEqual([status, retryAfterMs], [429, 1_000]);
    assert.match(message, /more requests than it can take at once\. Please try again in 1s\.$/);
    queue.leave();
    await ask(queue, 'c');
  });

  it('tells how long it will be by how fast others left of late', async () => {
    const queue = aQueue(2, 4);
    for (const name of ['a', 'b']) await ask(queue, name);
    // Nobody waits yet: a long quiet tells nothing.
    queue.leave();
    await clock.pass(600_000);
    await ask(queue, 'c');
    for (let at = 0; at < 4; at++) void ask(queue, `${at}`);
    for (let at = 4; at < 24; at++) {
      await clock.pass(250);
      queue.leave();
      void ask(queue, `${at}`);
    }
    // Four wait, one leaves each quarter of a second.
    assert.equal((await refusalOf(ask(queue, 'late'))).retryAfterMs, 5 * 250);
    await clock.pass(5_000);
    // And then nobody does: 10 seconds for 20.
    assert.equal((await refusalOf(ask(queue, 'late'))).retryAfterMs, 5 * 500);
  });

  it('remembers how fast they left the last time', async () => {
    const queue = aQueue(1, 1);
    await ask(queue, 'a');
    await clock.pass(200);
    queue.leave();
    await clock.pass(100_000);
    await ask(queue, 'b');
    void ask(queue, 'c');
    assert.equal((await refusalOf(ask(queue, 'd'))).retryAfterMs, 400);
    // Only the last ones count.
    for (let at = 0; at < 200; at++) {
      await clock.pass(at < 130 ? 1_000 : 10);
      queue.leave();
      void ask(queue, `${at}`);
    }
    assert.equal((await refusalOf(ask(queue, 'd'))).retryAfterMs, 20);
  });

  it('has the place free of whoever leaves the line', async () => {
    const queue = aQueue(1, 1);
    await ask(queue, 'a');
    const gone = new AbortController();
    const waiting = ask(queue, 'b', gone.signal);
    await refusalOf(ask(queue, 'c'));
    gone.abort();
    await assert.rejects(waiting, CancelledError);
    assert.equal(queue.waiting, 0);
    void ask(queue, 'd');
    queue.leave();
    await settled();
    assert.deepEqual(order, ['a', 'd']);
    await assert.rejects(ask(queue, 'e', gone.signal), CancelledError);
    queue.leave();
    assert.deepEqual([queue.underWay, queue.waiting], [0, 0]);
  });

  it('lets more in at once under wider limits', async () => {
    const queue = aQueue(1, 10);
    for (const name of ['a', 'b', 'c']) void ask(queue, name);
    queue.limits = { concurrency: 3, queue: 10 };
    await settled();
    assert.deepEqual([order, queue.underWay], [['a', 'b', 'c'], 3]);
    queue.limits = { concurrency: 1, queue: 0 };
    queue.leave();
    await refusalOf(ask(queue, 'd'));
  });

  it('keeps its counts, whatever happens in whatever order', async () => {
    const event = fc.record({
      do: fc.constantFrom('interactive', 'batch', 'leave', 'abort', 'pass'),
      which: fc.nat(30),
    });
    const limits = fc.record({ concurrency: fc.integer({ min: 1, max: 4 }), queue: fc.nat(5) });
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 120 }), limits, async (events, given) => {
        clock = new FakeClock();
        const queue = new AdmissionQueue(given, clock);
        const all: { state: string; signal: AbortController }[] = [];
        const inState = (state: string) => all.filter((each) => each.state === state);
        for (const { do: what, which } of events) {
          if (what === 'pass') await clock.pass(which * 500);
          else if (what === 'leave') {
            const [one] = inState('in');
            if (one === undefined) continue;
            one.state = 'left';
            queue.leave();
          } else if (what === 'abort') all[which]?.signal.abort();
          else {
            const one = { state: 'waits', signal: new AbortController() };
            all.push(one);
            queue.enter(what === 'batch' ? 'batch' : 'interactive', one.signal.signal).then(
              () => {
                one.state = 'in';
              },
              (error) => {
                assert.ok(error instanceof ApiError || error instanceof CancelledError);
                one.state = 'refused';
              },
            );
          }
          await settled();
          assert.equal(queue.underWay, inState('in').length);
          assert.equal(queue.waiting, inState('waits').length);
          assert.ok(queue.underWay <= given.concurrency && queue.waiting <= given.queue);
          assert.ok(queue.waiting === 0 || queue.underWay === given.concurrency);
        }
      }),
      { numRuns: 100 },
    );
  });
});
