import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { AskedFor } from '../../../server/src/http/openai/admission.ts';
import { KeyBudgets, type Reservation } from '../../../server/src/virtualKeys/keyBudgets.ts';
import { LocalBudget } from '../../../server/src/virtualKeys/localBudget.ts';
import type { VirtualKey } from '../../../server/src/virtualKeys/virtualKey.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { aKey, aRequest, refusalOf } from '../../support/virtualKeys.ts';

const HOUR_MS = 3_600_000;
/** 2030-06-15, noon. */
const NOON = Date.UTC(2030, 5, 15, 12);

describe('the budgets of a key', () => {
  let clock: FakeClock;
  let budgets: KeyBudgets;
  beforeEach(() => {
    clock = new FakeClock();
    clock.wallOffsetMs = NOON;
    // A dollar for a million tokens in, two for a million out.
    const priceOf = (model: string, input: number, output: number) =>
      model === 'free' ? 0 : (input + 2 * output) / 1e6;
    budgets = new KeyBudgets(new LocalBudget(clock), clock, priceOf);
  });
  const reserve = (key: VirtualKey, asked: Partial<AskedFor> = {}) =>
    budgets.reserve(key, aRequest(asked));

  it('are none where none are configured', async () => {
    const reservation = await reserve(aKey('anna'), { inputTokens: 1e12 });
    reservation.settle({ inputTokens: 1e12, outputTokens: 0 });
    reservation.giveBack();
  });

  it('count requests a minute, and say when the next one may succeed', async () => {
    const key = aKey('anna', { requestsPerMinute: 2 });
    await reserve(key);
    await clock.pass(10_000);
    await reserve(key);
    const { message, status, type, code, retryAfterMs = 0 } = await refusalOf(reserve(key));
    assert.deepEqual([status, type, code], [429, 'rate_limit_error', 'rate_limit_exceeded']);
    assert.equal(
      message,
      'Rate limit reached for the key “anna”: 2 requests per minute. Please try again in 50.8s.',
    );
    await clock.pass(retryAfterMs - 1);
    await refusalOf(reserve(key));
    await clock.pass(1);
    await reserve(key);
  });

  it('count requests a day, of which clients tell at once', async () => {
    const key = aKey('anna', { requestsPerDay: 1, requestsPerMinute: 5 });
    await reserve(key);
    await clock.pass(23 * HOUR_MS);
    const refusal = await refusalOf(reserve(key));
    assert.match(refusal.message, /: 1 request per day\. Please try again in 1h\d+m\d+s\.$/);
    assert.equal(refusal.headers()['x-should-retry'], 'false');
    await clock.pass(refusal.retryAfterMs ?? 0);
    await reserve(key);
  });

  it('say what a request may take, where some tokens are left', async () => {
    const key = aKey('anna', { tokensPerDay: 200 });
    const first = await reserve(key, { inputTokens: 10, outputTokens: 4_000 });
    const none = await refusalOf(reserve(key, { inputTokens: 10, outputTokens: 4_000 }));
    assert.doesNotMatch(none.message, /max_tokens/);
    first.settle({ inputTokens: 10, outputTokens: 5 });
    const { message } = await refusalOf(reserve(key, { inputTokens: 10, outputTokens: 4_000 }));
    assert.match(
      message,
      /200 tokens per day\. 185 are left, and this request may take 200: allow it fewer by a smaller `max_tokens`\. Please try again in 24h\d+m\d+s\.$/,
    );
    await reserve(key, { inputTokens: 10, outputTokens: 100 });
  });

  it('reserve the tokens that an answer may have, and keep those that it had', async () => {
    const key = aKey('anna', { tokensPerMinute: 100 });
    const first = await reserve(key, { inputTokens: 10.2, outputTokens: 60 });
    assert.match(
      (await refusalOf(reserve(key, { outputTokens: 30 }))).message,
      /100 tokens per minute/,
    );
    first.settle({ inputTokens: 10, outputTokens: 5 });
    const second = await reserve(key, { inputTokens: 40, outputTokens: 45 });
    second.giveBack();
    await reserve(key, { inputTokens: 40, outputTokens: 45 });
    await refusalOf(reserve(key, { inputTokens: 1, outputTokens: 0 }));
  });

  it('ask no store for more money than there is', async () => {
    const store = { take: () => assert.fail('it is asked') };
    const strict = new KeyBudgets(store, clock, (_, __, output) => output);
    const asked = aRequest({ outputTokens: 128 * Number.MAX_SAFE_INTEGER });
    const key = aKey('anna', { moneyPerMonth: 20 });
    assert.equal((await refusalOf(strict.reserve(key, asked))).code, 'insufficient_quota');
  });

  it('count tokens beyond the estimate once they are known', async () => {
    const key = aKey('anna', { tokensPerDay: 100 });
    const reservation = await reserve(key, { inputTokens: 10, outputTokens: 10 });
    reservation.settle({ inputTokens: 10, outputTokens: 90 });
    assert.match((await refusalOf(reserve(key))).message, /100 tokens per day/);
  });

  it('let an answer that may be longer than a limit go, and a prompt that is never', async () => {
    const key = aKey('anna', { tokensPerMinute: 100 });
    const reservation = await reserve(key, { inputTokens: 50, outputTokens: 16_000 });
    await refusalOf(reserve(key, { inputTokens: 1, outputTokens: 0 }));
    reservation.settle({ inputTokens: 50, outputTokens: 20 });
    await reserve(key, { inputTokens: 20, outputTokens: 10 });
    const refusal = await refusalOf(reserve(key, { inputTokens: 101 }));
    assert.match(
      refusal.message,
      /^Request too large .* its 101 tokens are more than 100 tokens per minute/,
    );
    assert.deepEqual(refusal.headers(), { 'x-should-retry': 'false' });
  });

  it('take of all or of none', async () => {
    const key = aKey('anna', { requestsPerMinute: 2, tokensPerMinute: 50 });
    await refusalOf(reserve(key, { inputTokens: 51 }));
    await reserve(key, { inputTokens: 30 });
    for (let times = 0; times < 5; times++) await refusalOf(reserve(key, { inputTokens: 30 }));
    await reserve(key, { inputTokens: 0 });
  });

  it('hold money for a calendar month, in fractions, and have no client wait for the next', async () => {
    const key = aKey('anna', { moneyPerMonth: 0.001 });
    for (let times = 0; times < 10; times++) {
      (await reserve(key, { inputTokens: 20, outputTokens: 40 })).settle({
        inputTokens: 20,
        outputTokens: 40,
      });
    }
    await refusalOf(reserve(key));
    await reserve(key, { model: 'free' });
    await clock.pass(15 * 24 * HOUR_MS + 12 * HOUR_MS - 1);
    const refusal = await refusalOf(reserve(key));
    assert.deepEqual(
      [refusal.status, refusal.type, refusal.code, refusal.retryAfterMs],
      [429, 'insufficient_quota', 'insufficient_quota', undefined],
    );
    assert.deepEqual(refusal.headers(), {
      'x-aurelis-limits': 'money/month=0/0.001',
      'x-should-retry': 'false',
    });
    assert.match(
      refusal.message,
      /^You exceeded your current quota: .*“anna”, 0\.001 a month\. .* 2030-07-01/,
    );
    await clock.pass(1);
    await reserve(key);
  });

  it('tell what is left of each limit, with a request, with a refusal and without either', async () => {
    const key = aKey('anna', { requestsPerMinute: 2, tokensPerDay: 100, moneyPerMonth: 1 });
    const first = await reserve(key, { inputTokens: 10, outputTokens: 20 });
    const left = [
      { of: 'requests', per: 'minute', limit: 2, remaining: 1 },
      { of: 'tokens', per: 'day', limit: 100, remaining: 70 },
      { of: 'money', per: 'month', limit: 1, remaining: 0.99995 },
    ];
    assert.deepEqual(first.limits, left);
    assert.deepEqual(await budgets.left(key), left);
    assert.deepEqual(await budgets.left(key), left, 'asking takes nothing');
    first.settle({ inputTokens: 0, outputTokens: 0 });
    assert.deepEqual(
      (await budgets.left(key)).map(({ remaining }) => remaining),
      [1, 100, 1],
    );
    await reserve(key);
    const refusal = await refusalOf(reserve(key));
    assert.equal(refusal.headers()['x-ratelimit-remaining-requests'], '0');
    assert.equal(refusal.headers()['x-aurelis-limits']?.split(',')[0], 'requests/minute=0/2');
    assert.deepEqual(await budgets.left(aKey('bert')), []);
  });

  it('take the money that is told, and else the price of the tokens', async () => {
    const key = aKey('anna', { moneyPerMonth: 1 });
    const dear = { inputTokens: 0, outputTokens: 499_000 };
    (await reserve(key, dear)).settle({ ...dear, money: 0.25 });
    (await reserve(key, { inputTokens: 0, outputTokens: 300_000 })).settle({
      inputTokens: 0,
      outputTokens: 100_000,
    });
    await reserve(key, { inputTokens: 550_000, outputTokens: 0 });
    await refusalOf(reserve(key, { inputTokens: 1, outputTokens: 0 }));
  });

  it('say of spent money before they say of a limit that passes', async () => {
    const key = aKey('anna', { moneyPerMonth: 0.00002, requestsPerMinute: 1 });
    await reserve(key, { inputTokens: 10, outputTokens: 5 });
    assert.equal((await refusalOf(reserve(key))).code, 'insufficient_quota');
  });

  it('say what to do where a request costs more than a whole month has', async () => {
    const key = aKey('anna', { moneyPerMonth: 0.00002 });
    const refusal = await refusalOf(reserve(key, { inputTokens: 10, outputTokens: 500 }));
    assert.deepEqual([refusal.status, refusal.code], [429, 'insufficient_quota']);
    assert.match(refusal.message, /more than the key has in a month, 0.00002\. Send a smaller/);
    assert.doesNotMatch(refusal.message, /renewed/);
  });

  it('belong to the name: a key that is replaced has no more by that, another name has its own', async () => {
    const key = aKey('anna', { requestsPerDay: 1 });
    await reserve(key);
    await refusalOf(reserve({ ...key, hash: aKey('new').hash }));
    await reserve({ ...key, name: 'bob' });
  });

  it('follow the wall clock into the next month, and back', async () => {
    const key = aKey('anna', { moneyPerMonth: 0.00005 });
    await reserve(key);
    clock.wallOffsetMs = Date.UTC(2030, 6, 1);
    await reserve(key);
    clock.wallOffsetMs = Date.UTC(2030, 5, 30);
    await refusalOf(reserve(key));
    clock.wallOffsetMs = Date.UTC(2030, 11, 31, 23);
    await reserve(key);
    await clock.pass(HOUR_MS);
    await reserve(key);
  });

  it('never let through more tokens and money than the limits, in any order of events', async () => {
    const step = fc.record({
      ms: fc.constantFrom(0, 1, 700, 20_000),
      input: fc.nat(30),
      output: fc.nat(50),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      end: fc.constantFrom('settle', 'giveBack', 'never'),
      which: fc.nat(10),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (all) => {
        clock = new FakeClock();
        clock.wallOffsetMs = NOON;
        budgets = new KeyBudgets(
          new LocalBudget(clock),
          clock,
          (_, input, output) => (input + output) / 1e6,
        );
        const key = aKey('anna', { tokensPerMinute: 200, moneyPerMonth: 0.0005 });
        const open: { at: number; tokens: number; end: (how: string, share: number) => void }[] =
          [];
        const spent: { at: number; tokens: number }[] = [];
        for (const { ms, input, output, share, end, which } of all) {
          await clock.pass(ms);
          open.splice(which, 1)[0]?.end(end, share);
          let reservation: Reservation;
          try {
            reservation = await reserve(key, { inputTokens: input, outputTokens: output });
          } catch {
            continue;
          }
          const one = { at: clock.monotonic(), tokens: input + output };
          spent.push(one);
          open.push({
            ...one,
            end: (how, part) => {
              if (how === 'never') return;
              one.tokens = how === 'giveBack' ? 0 : Math.ceil(input + output * part);
              if (how === 'giveBack') reservation.giveBack();
              else reservation.settle({ inputTokens: 0, outputTokens: one.tokens });
            },
          });
          const sum = (since: number) =>
            spent.reduce((total, { at, tokens }) => total + (at > since ? tokens : 0), 0);
          assert.ok(sum(clock.monotonic() - 60_000) <= 200);
          assert.ok(sum(-1) <= 500);
        }
      }),
      { numRuns: 150 },
    );
  });
});
