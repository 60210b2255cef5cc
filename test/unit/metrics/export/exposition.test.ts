import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Recorder } from '../../../../server/src/metrics/collect/recorder.ts';
import { expositionOf } from '../../../../server/src/metrics/export/exposition.ts';
import { BUSY, BUSY_ENDPOINT } from '../../../../tools/testing/busyHour.ts';
import { anEndpointState, aSnapshot, aTally } from '../../../../tools/testing/snapshots.ts';

const GOLDEN = join(import.meta.dirname, '../../../fixtures/exposition.txt');

/** The exposition after a busy hour. */
const busy = (): string =>
  expositionOf(
    aTally(BUSY),
    aSnapshot(BUSY, {
      tiers: { memory: { entries: 3, bytes: 900 }, disk: { entries: 5, bytes: 4_096 } },
      endpoints: [
        anEndpointState({
          id: BUSY_ENDPOINT,
          inFlight: 1,
          budget: { minute: { limit: 15, remaining: 3 }, day: { limit: 150, remaining: 90 } },
        }),
      ],
    }),
  );

describe('expositionOf', () => {
  it('is what it was meant to be, to the letter', () => {
    assert.equal(busy(), readFileSync(GOLDEN, 'utf8'));
  });

  it('has the five series of the design, with their labels', () => {
    for (const series of [
      /^aurelis_response_time_seconds_bucket\{model="\S+",task_type="completion",cached="false",le="0\.5"\} 1$/m,
      /^aurelis_requests_total\{model="\S+",status="success"\} 1$/m,
      /^aurelis_cache_hits_total\{cache_level="trie",model="\S+"\} 1$/m,
      /^aurelis_errors_total\{type="timeout",model="\S+"\} 1$/m,
      /^aurelis_resource_usage\{metric="cpu",model=""\} 0\.01$/m,
    ]) {
      assert.match(busy(), series);
    }
  });

  it('stays below 2,000 series, however many models there are', () => {
    const recorder = new Recorder();
    for (let index = 0; index < 500; index++) {
      const of = { endpointId: `e${index % 50}`, model: `m${index}` };
      for (const event of BUSY)
        recorder.record('endpointId' in event ? { ...event, ...of } : event);
      for (const from of [
        'upstream',
        'trie',
        'inFlight',
        'memory',
        'redis',
        'disk',
        'http',
      ] as const) {
        recorder.record({ kind: 'completionServed', from, model: of.model, ms: 1, isNew: true });
        if (from !== 'trie')
          recorder.record({ kind: 'actionAnswered', from, model: of.model, ms: 1 });
      }
    }
    const samples = expositionOf(recorder.tally, aSnapshot())
      .split('\n')
      .filter((line) => !/^#|^$/.test(line));
    assert.ok(samples.length > 500 && samples.length < 2_000, String(samples.length));
  });

  it('never holds what is no number', () => {
    assert.doesNotMatch(expositionOf(aTally([]), aSnapshot()), /NaN|Infinity|undefined/);
  });
});
