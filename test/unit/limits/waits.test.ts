import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { readLimitBody } from '../../../server/src/limits/limitBody.ts';
import { waitIn } from '../../../server/src/limits/limitSentence.ts';
import { dateOf, MAX_WAIT_MS, waitOf } from '../../../server/src/limits/waits.ts';
import { processorMs } from '../../support/processorTime.ts';

const NOW = Date.parse('2026-11-26T12:00:10.250Z');

describe('waits', () => {
  it('are numbers of seconds, or moments in the unit that makes them one of our time', () => {
    const inTenSeconds = NOW + 10_000;
    for (const moment of [inTenSeconds / 1_000, inTenSeconds, inTenSeconds * 1_000])
      assert.equal(Math.round(waitOf(String(moment), NOW) ?? 0), 10_000);
    assert.equal(waitOf('10', NOW), 10_000);
    assert.equal(waitOf('10', NOW, 1), 10);
  });

  it('are kept to for a day, and not believed beyond a month', () => {
    assert.equal(waitOf('31d', NOW), MAX_WAIT_MS);
    assert.equal(waitOf('32d', NOW), undefined);
    assert.equal(waitOf('-1', NOW), undefined);
    assert.equal(waitOf('2026-11-26T12:00:09Z', NOW), undefined);
  });

  it('are of Greenwich where a date names no zone, and words that are no date are none', () => {
    assert.equal(dateOf('2026-11-26 12:00:40'), dateOf('2026-11-26T13:00:40+01:00'));
    for (const text of ['soon', '', 'gemini 2', 'item 1', 'May'])
      assert.equal(waitOf(text, NOW), undefined, text);
  });

  it('are never negative, endless or longer than a day, and take linear time', () => {
    const text = fc.oneof(
      fc.string(),
      fc.stringMatching(/^(?:(?:again|reset|in|at|\d{1,4}|s|min|:|\.| ){0,20})$/),
    );
    fc.assert(
      fc.property(text, (words) => {
        for (const waitMs of [waitIn(words, NOW), waitOf(words, NOW)])
          assert.ok(waitMs === undefined || (waitMs >= 0 && waitMs <= MAX_WAIT_MS));
      }),
    );
    for (const piece of ['again in ', 'reset 1', '1 and ', 'per ', '1:11:11', 'tokens ']) {
      const words = piece.repeat(4_000);
      assert.ok(processorMs(() => readLimitBody({ words, members: { reset: words } }, NOW)) < 200);
    }
  });
});
