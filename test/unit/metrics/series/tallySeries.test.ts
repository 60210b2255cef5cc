import { strict as assert } from 'node:assert';
import { Tally } from '../../../../server/src/metrics/collect/tally.ts';
import { ExpositionWriter } from '../../../../server/src/metrics/export/expositionWriter.ts';
import { key, labelsAt, TALLY_SERIES } from '../../../../server/src/metrics/series/tallySeries.ts';

describe('tally series', () => {
  it('have one key for the same labels, in whatever order they are given', () => {
    const one = key('errors', { type: 'timeout', model: 'm' });
    assert.equal(one, key('errors', { model: 'm', type: 'timeout' }));
    assert.notEqual(one, key('errors', { type: 'm', model: 'timeout' }));
    assert.deepEqual(labelsAt('errors', one), { type: 'timeout', model: 'm' });
  });

  it('are found by their own name alone', () => {
    const tally = new Tally();
    tally.count('saved');
    tally.count(key('savedCalls', { endpoint: 'e', model: 'm' }), 2);
    tally.time([key('tierMs', { cache_level: 'disk' })], 5);
    assert.deepEqual([...tally.counted('savedCalls')], [[{ endpoint: 'e', model: 'm' }, 2]]);
    assert.deepEqual([...tally.counted('calls')], []);
    assert.equal([...tally.timed('tierMs')][0]?.[0].cache_level, 'disk');
  });

  it('have a sentence and a unit each', () => {
    for (const [name, { help, unit }] of Object.entries(TALLY_SERIES)) {
      assert.match(help, /^[A-Z].*\.$/, name);
      assert.notEqual(unit, '', name);
    }
  });

  /** The compiler refuses each of these lines: `tsc` fails where it does not. */
  it('take no name, label or value that is not declared', () => {
    const tally = new Tally();
    const text = new ExpositionWriter();
    const refused = [
      // @ts-expect-error a name that is misspelled
      () => tally.count('acepted'),
      // @ts-expect-error durations where a count is wanted
      () => tally.count('all'),
      // @ts-expect-error a count where durations are wanted
      () => tally.timesOf('requested'),
      // @ts-expect-error a series with labels, without them
      () => tally.of('calls'),
      // @ts-expect-error a text that `key` did not make
      () => tally.count('calls\u0001e\u0001m\u0001sent'),
      // @ts-expect-error a label is missing
      () => key('errors', { type: 'timeout' }),
      // @ts-expect-error a label that the series does not have
      () => key('gated', { reason: 'midWord', model: 'm' }),
      // @ts-expect-error a value that the label does not have
      () => key('calls', { endpoint: 'e', model: 'm', status: 'answered' }),
      // @ts-expect-error a reader of a series without labels
      () => [...tally.counted('saved')],
      // @ts-expect-error a label that the scraped series does not have
      () => text.sample('aurelis_errors_total', { type: 'a', model: 'm', endpoint: 'e' }, 1),
      // @ts-expect-error a histogram as a counter
      () => text.sample('aurelis_response_time_seconds', {}, 1),
    ];
    assert.equal(refused.length, 11);
  });
});
