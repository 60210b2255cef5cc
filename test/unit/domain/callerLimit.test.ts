import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import {
  callerLimitsIn,
  callerLimitsOf,
  callerLimitsText,
} from '../../../server/src/domain/callerLimit.ts';

const LIMITS = [
  { of: 'requests', per: 'minute', limit: 60, remaining: 58 },
  { of: 'money', per: 'month', limit: 20, remaining: 12.5 },
] as const;

describe('the limits of a caller', () => {
  it('come back out of their header', () => {
    const text = callerLimitsText(LIMITS);
    assert.equal(text, 'requests/minute=58/60, money/month=12.5/20');
    assert.deepEqual(callerLimitsOf(text), LIMITS);
    const tiny = [{ of: 'money', per: 'month', limit: 1, remaining: 0.000_05 }] as const;
    assert.deepEqual(callerLimitsOf(callerLimitsText(tiny)), [{ ...tiny[0], remaining: 0 }]);
  });

  for (const [what, told] of Object.entries({
    'are negative': { of: 'requests', per: 'minute', limit: -1, remaining: -2 },
    'have more left than there is': { of: 'requests', per: 'minute', limit: 1, remaining: 2 },
    'are no numbers': { of: 'requests', per: 'minute', limit: '60', remaining: Number.NaN },
    'are too large for anybody': { of: 'tokens', per: 'day', limit: 1e13, remaining: 1 },
    'are of another kind': { of: 'wishes', per: 'minute', limit: 3, remaining: 3 },
    'are for another time': { of: 'requests', per: 'aeon', limit: 3, remaining: 3 },
    'are none': null,
  })) {
    it(`are not believed where they ${what}`, () => {
      assert.deepEqual(callerLimitsIn([told, LIMITS[0]]), [LIMITS[0]]);
    });
  }

  it('are each of one kind and time, and few, however many are told', () => {
    const many = Array.from({ length: 1_000 }, () => LIMITS[0]);
    assert.deepEqual(callerLimitsIn(many), [LIMITS[0]]);
    const late = [...many, LIMITS[1]];
    assert.deepEqual(callerLimitsIn(late), [LIMITS[0]]);
    assert.deepEqual(callerLimitsOf(callerLimitsText(late)), [LIMITS[0]]);
  });

  it('are read out of no other text', () => {
    for (const text of ['', 'requests/minute=1', 'a/b=1/2', 'requests/minute=-1/2', undefined, []])
      assert.deepEqual(callerLimitsOf(text), []);
    const padded = `${' '.repeat(1_001)}${callerLimitsText(LIMITS)}`;
    assert.deepEqual(callerLimitsOf(padded), []);
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.jsonValue()), (any) => {
        for (const { limit, remaining } of [...callerLimitsOf(any), ...callerLimitsIn(any)])
          assert.ok(remaining >= 0 && remaining <= limit);
      }),
    );
  });
});
