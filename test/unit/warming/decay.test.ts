import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { frequencyAt, HALF_LIFE_MS, rankAfter } from '../../../server/src/warming/decay.ts';

const DAY = 86_400_000;
const NOW = 1_800_000_000_000;

describe('decayed frequency', () => {
  it('is one for a use now, and half of it three days later', () => {
    const rank = rankAfter(undefined, NOW);
    assert.equal(frequencyAt(rank, NOW), 1);
    assert.equal(frequencyAt(rank, NOW + 3 * DAY), 0.5);
    assert.equal(HALF_LIFE_MS, 3 * DAY);
  });

  it('is the sum of what each use weighs, in whatever order they come', () => {
    const ages = fc.array(fc.integer({ min: 0, max: 30 * DAY }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(ages, (all) => {
        const rankOf = (some: readonly number[]) =>
          some.reduce<number | undefined>((rank, age) => rankAfter(rank, NOW - age), undefined);
        const sum = all.reduce((weight, age) => weight + 2 ** (-age / (3 * DAY)), 0);
        for (const order of [all, all.toReversed()]) {
          const frequency = frequencyAt(rankOf(order) ?? 0, NOW);
          assert.ok(Math.abs(frequency - sum) <= 1e-4 * sum, `${frequency} is not ${sum}`);
        }
      }),
    );
  });
});
