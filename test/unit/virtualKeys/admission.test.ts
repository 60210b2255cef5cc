import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { CancelledError } from '../../../server/src/base/errors.ts';
import type { Pass } from '../../../server/src/http/openai/admission.ts';
import { KeyAdmission } from '../../../server/src/virtualKeys/admission.ts';
import { AdmissionQueue } from '../../../server/src/virtualKeys/admissionQueue.ts';
import { LeasedBudget } from '../../../server/src/virtualKeys/leasedBudget.ts';
import { LocalBudget } from '../../../server/src/virtualKeys/localBudget.ts';
import type { VirtualKey } from '../../../server/src/virtualKeys/virtualKey.ts';
import { FakeClock, settled } from '../../../tools/testing/fakeClock.ts';
import { SharedStore } from '../../support/sharedStore.ts';
import { aKey, aRequest, noSignal, refusalOf } from '../../support/virtualKeys.ts';

const USED = { inputTokens: 10, outputTokens: 10 };

describe('KeyAdmission', () => {
  let clock: FakeClock;
  let queue: AdmissionQueue;
  let budget: LocalBudget;
  beforeEach(() => {
    clock = new FakeClock();
    queue = new AdmissionQueue({ concurrency: 2, queue: 2 }, clock);
    budget = new LocalBudget(clock);
  });
  const anAdmission = (...keys: VirtualKey[]) =>
    new KeyAdmission(keys, { clock, queue, budget, priceOf: () => 0 });

  it('lets everybody in where there are no keys, under one scope', async () => {
    const admission = anAdmission();
    const one = await admission.enter(undefined, aRequest(), noSignal);
    const other = await admission.enter('sk-anything', aRequest(), noSignal);
    assert.deepEqual([one.keyName, one.cacheScope], [undefined, 'no keys']);
    assert.equal(other.cacheScope, one.cacheScope);
    assert.deepEqual(admission.models(undefined, ['gpt', 'other']), ['gpt', 'other']);
  });

  it('asks for a key, and for one that it knows, and repeats none', async () => {
    const admission = anAdmission(aKey('anna'));
    for (const [key, message] of [
      [undefined, /^You did not provide an API key/],
      ['ak-somebody', /^Incorrect API key provided/],
    ] as const) {
      const refusal = await refusalOf(admission.enter(key, aRequest(), noSignal));
      const { status, type, code } = refusal;
      assert.deepEqual([status, type, code], [401, 'invalid_request_error', 'invalid_api_key']);
      assert.match(refusal.message, message);
      assert.ok(!refusal.message.includes('ak-somebody'));
      assert.throws(() => admission.models(key, ['gpt']), { code: 'invalid_api_key' });
    }
    assert.equal(queue.underWay, 0);
  });

  it('lets a key for `default` ask for what a server calls the model that nobody names', async () => {
    const tools = {
      clock,
      queue,
      budget,
      priceOf: () => 0,
      isServed: (name: string) => name === 'q',
    };
    const keys = [aKey('anna', { models: ['default'] }), aKey('ben', { models: ['gpt'] })];
    const admission = new KeyAdmission(keys, tools);
    assert.deepEqual(admission.models('ak-anna', ['q', 'gpt', 'default']), ['q', 'default']);
    assert.deepEqual(admission.models('ak-ben', ['q', 'gpt', 'default']), ['gpt']);
  });

  it('refuses a key from the moment on at which it expires', async () => {
    const admission = anAdmission(aKey('anna', { expires: clock.now() + 1_000, models: ['gpt'] }));
    const pass = await admission.enter('ak-anna', aRequest(), noSignal);
    assert.equal(pass.keyName, 'anna');
    pass.leave();
    await clock.pass(1_000);
    // Before the model, about which it says nothing any more.
    const asked = aRequest({ model: 'other' });
    const refusal = await refusalOf(admission.enter('ak-anna', asked, noSignal));
    assert.deepEqual([refusal.status, refusal.code], [401, 'invalid_api_key']);
    assert.match(refusal.message, /“anna” has expired on 2027-01-15/);
  });

  it('knows no models but those of the key', async () => {
    const admission = anAdmission(aKey('anna', { models: ['gpt', 'gone'] }), aKey('bob'));
    const asked = aRequest({ model: 'secret\n' });
    const refusal = await refusalOf(admission.enter('ak-anna', asked, noSignal));
    assert.deepEqual(
      [refusal.status, refusal.type, refusal.code, refusal.param],
      [404, 'invalid_request_error', 'model_not_found', null],
    );
    assert.match(refusal.message, /^The model `secret ` does not exist or you do not/);
    const all = ['secret', 'gpt'];
    assert.deepEqual(admission.models('ak-anna', all), ['gpt']);
    assert.deepEqual(admission.models('ak-bob', all), all);
    (await admission.enter('ak-bob', asked, noSignal)).leave();
  });

  it('gives everything back where a place is refused, or nobody waits for it any more', async () => {
    const admission = anAdmission(aKey('anna', { requestsPerMinute: 5 }));
    const enter = (signal = noSignal) => admission.enter('ak-anna', aRequest(), signal);
    const gone = new AbortController();
    await enter();
    await enter();
    const waiting = [enter(gone.signal), enter(gone.signal)].map((each) =>
      assert.rejects(each, CancelledError),
    );
    for (let times = 0; times < 20; times++)
      assert.match((await refusalOf(enter())).message, /gateway/);
    gone.abort();
    await Promise.all(waiting);
    await assert.rejects(enter(gone.signal), CancelledError);
    queue.limits = { queue: 0 };
    for (let times = 0; times < 3; times++) await enter();
    assert.match((await refusalOf(enter())).message, /5 requests per minute/);
  });

  it('gives back what was not used, and counts what was', async () => {
    const admission = anAdmission(aKey('anna', { tokensPerMinute: 40, requestsPerMinute: 5 }));
    const enter = () => admission.enter('ak-anna', aRequest(), noSignal);
    const failed = await enter();
    failed.leave();
    failed.settle(USED);
    failed.leave();
    const cached = await enter();
    cached.settle({ inputTokens: 0, outputTokens: 0 });
    cached.settle(USED);
    cached.leave();
    assert.equal(queue.underWay, 0);
    for (let times = 0; times < 2; times++) {
      const pass = await enter();
      pass.settle(USED);
      pass.leave();
    }
    assert.match((await refusalOf(enter())).message, /40 tokens per minute/);
    await clock.pass(61_000);
    assert.equal((await enter()).keyName, 'anna');
  });

  it('keeps what was spent, and who is under way, over a change of the keys', async () => {
    const key = aKey('anna', { requestsPerMinute: 1 });
    const pass = await anAdmission(key).enter('ak-anna', aRequest(), noSignal);
    const admission = anAdmission({ ...key }, aKey('bob'));
    await refusalOf(admission.enter('ak-anna', aRequest(), noSignal));
    await admission.enter('ak-bob', aRequest(), noSignal);
    assert.equal(queue.underWay, 2);
    pass.leave();
    assert.equal(queue.underWay, 1);
  });

  it('leaks nothing, whatever is asked, answered and given up in whatever order', async () => {
    const event = fc.record({
      do: fc.constantFrom('enter', 'batch', 'settle', 'leave', 'abort', 'pass', 'away'),
      which: fc.nat(20),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 80 }), async (events) => {
        clock = new FakeClock();
        queue = new AdmissionQueue({ concurrency: 2, queue: 2 }, clock);
        const store = new SharedStore(clock);
        store.latencyMs = 2;
        const leased = new LeasedBudget({ shared: store, fallback: new LocalBudget(clock), clock });
        const key = aKey('anna', { requestsPerMinute: 30, tokensPerMinute: 500 });
        const tools = { clock, queue, budget: leased, priceOf: () => 0 };
        const admission = new KeyAdmission([key], tools);
        const passes: Pass[] = [];
        const signals: AbortController[] = [];
        for (const { do: what, which } of events) {
          if (what === 'enter' || what === 'batch') {
            const signal = new AbortController();
            signals.push(signal);
            const asked = aRequest({ priority: what === 'batch' ? 'batch' : 'interactive' });
            admission.enter('ak-anna', asked, signal.signal).then(
              (pass) => passes.push(pass),
              () => undefined,
            );
          } else if (what === 'settle')
            passes[which]?.settle({ inputTokens: which, outputTokens: 1 });
          else if (what === 'leave') passes[which]?.leave();
          else if (what === 'abort') signals[which]?.abort();
          else if (what === 'away') store.isAway = which > 15;
          else await clock.pass(which * 20);
          await settled();
        }
        store.isAway = false;
        for (let times = 0; times < 5; times++) {
          await clock.pass(100);
          for (const pass of passes) pass.leave();
        }
        for (const signal of signals) signal.abort();
        await clock.pass(30_000);
        assert.deepEqual([queue.underWay, queue.waiting, clock.pending], [0, 0, 0]);
        await leased.close();
      }),
      { numRuns: 100 },
    );
  });
});
