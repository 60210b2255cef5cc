import { strict as assert } from 'node:assert';
import {
  isFree,
  maySpeculate,
  maySpend,
  requestsPerHour,
} from '../../../server/src/engine/spendPolicy.ts';

const unknown = { slots: undefined, firstWordMs: undefined };
const left = (remaining: number) => ({ limit: 10, remaining, resetMs: 0 });

describe('spending on what nobody waits for', () => {
  it('costs no money where no price is known, or none is asked', () => {
    const prices = [
      undefined,
      { input: 0, output: 0 },
      { input: 0, output: 0.1 },
      { input: 1, output: 0 },
    ];
    const free = prices.map((price) => isFree(price === undefined ? {} : { price }));
    assert.deepEqual(free, [true, true, false, false]);
  });

  it('knows what limits allow in an hour, the narrower of them', () => {
    const all = [{}, { requestsPerMinute: 10 }, { requestsPerDay: 240 }];
    const both = { requestsPerMinute: 1, requestsPerDay: 2_400 };
    assert.deepEqual(
      [...all, both].map((limits) => requestsPerHour({ limits })),
      [undefined, 600, 10, 60],
    );
  });

  it('is allowed where more than half of each budget is left, or there is none', () => {
    const allowed = (minute: number | null, day: number | null) =>
      maySpend({
        budget: {
          minute: minute === null ? null : left(minute),
          day: day === null ? null : left(day),
        },
      });
    assert.deepEqual(
      [allowed(null, null), allowed(6, null), allowed(5, null), allowed(null, 6), allowed(6, 5)],
      [true, true, false, true, false],
    );
  });

  it('is allowed ahead of the user only while nothing is under way', () => {
    const budget = { minute: null, day: null };
    assert.deepEqual(
      [
        [0, 0],
        [1, 0],
        [0, 1],
        [2, 2],
      ].map(([inFlight = 0, waiting = 0]) => maySpeculate({ inFlight, waiting, budget }, unknown)),
      [true, false, false, false],
    );
    const load = { inFlight: 0, waiting: 0, budget: { minute: left(5), day: null } };
    assert.equal(maySpeculate(load, unknown), false);
  });

  it('does not take the only slot of a slow server, or of one that nobody knows yet', () => {
    const load = { inFlight: 0, waiting: 0, budget: { minute: null, day: null } };
    const allowed = [
      [1, undefined],
      [1, 501],
      [1, 500],
      [2, 9_000],
      [undefined, 9_000],
    ].map(([slots, firstWordMs]) => maySpeculate(load, { slots, firstWordMs }));
    assert.deepEqual(allowed, [false, false, true, true, true]);
  });
});
