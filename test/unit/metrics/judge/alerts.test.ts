import { strict as assert } from 'node:assert';
import type { MetricsEvent } from '../../../../server/src/metrics/collect/recorder.ts';
import { type AlertFacts, Alerts } from '../../../../server/src/metrics/judge/alerts.ts';
import { anEndpointState, aTally } from '../../../../tools/testing/snapshots.ts';

const model = { endpointId: 'first', model: 'm' };
const usage = { inputTokens: 30, outputTokens: 4 };
const times = (count: number, event: MetricsEvent): MetricsEvent[] => Array(count).fill(event);

const facts = (events: readonly MetricsEvent[], changes: Partial<AlertFacts> = {}): AlertFacts => ({
  lately: aTally(events),
  endpoints: [],
  anomalies: [],
  at: 1_000,
  ...changes,
});

function afterTicks(count: number, of: AlertFacts, alerts = new Alerts()): Alerts {
  for (let tick = 0; tick < count; tick++) alerts.tick(of);
  return alerts;
}

const ids = (alerts: Alerts): string[] => alerts.all.map(({ id }) => id);

describe('Alerts', () => {
  const slow = facts(
    times(30, { kind: 'completionServed', from: 'upstream', model: 'm', ms: 2_600, isNew: true }),
  );

  const cases: [name: string, id: string, facts: AlertFacts, why: RegExp][] = [
    ['slow answers', 'slow', slow, /2\.6 s/],
    [
      'failing calls',
      'errors',
      facts([
        ...times(15, { kind: 'failed', ...model, error: 'server' }),
        ...times(15, { kind: 'answered', ...model, ms: 10, usage }),
      ]),
      /15 of 30/,
    ],
    [
      'a low hit rate',
      'hitRate',
      facts([
        ...times(60, {
          kind: 'completionServed',
          from: 'upstream',
          model: 'm',
          ms: 9,
          isNew: true,
        }),
        ...times(60, { kind: 'completionServed', from: 'trie', model: 'm', ms: 1, isNew: false }),
      ]),
      /50 % of 120/,
    ],
    [
      'a spent budget',
      'budget first',
      facts([], {
        endpoints: [
          anEndpointState({ budget: { minute: null, day: { limit: 150, remaining: 15 } } }),
        ],
      }),
      /15 of 150/,
    ],
    [
      'a resting endpoint',
      'breaker first',
      facts([], { endpoints: [anEndpointState({ state: 'open', lastError: 'timeout' })] }),
      /timeout/,
    ],
    [
      'a refused key',
      'key first',
      facts([], { endpoints: [anEndpointState({ state: 'unauthorized' })] }),
      /not asked/,
    ],
    ['a broken disk', 'disk', facts(times(5, { kind: 'tierError', tier: 'disk' })), /5 of 5/],
    [
      'what is unusual',
      'unusual latency',
      facts([], { anomalies: [{ series: 'latency', kind: 'jump', usual: 300, now: 1_500 }] }),
      /1\.5 s, suddenly more than the usual 300 ms/,
    ],
  ];
  for (const [name, id, of, why] of cases) {
    it(`tells of ${name} once it has lasted, with its figures, and ends when it is over`, () => {
      const alerts = afterTicks(2, of);
      assert.deepEqual(ids(alerts), []);
      afterTicks(1, of, alerts);
      assert.deepEqual(ids(alerts), [id]);
      assert.match(alerts.all[0]?.why ?? '', why);
      afterTicks(2, facts([]), alerts);
      assert.deepEqual(ids(alerts), [id]);
      afterTicks(1, facts([]), alerts);
      assert.deepEqual(ids(alerts), []);
    });
  }

  it('tells nothing of figures that are as they should be, or too few', () => {
    const good = facts([
      ...times(200, { kind: 'completionServed', from: 'trie', model: 'm', ms: 1, isNew: false }),
      ...times(19, {
        kind: 'completionServed',
        from: 'upstream',
        model: 'm',
        ms: 9_000,
        isNew: true,
      }),
      ...times(30, { kind: 'answered', ...model, ms: 10, usage }),
    ]);
    const endpoints = [
      anEndpointState({ budget: { minute: { limit: 15, remaining: 0 }, day: null } }),
    ];
    assert.deepEqual(ids(afterTicks(9, { ...good, endpoints })), []);
  });

  it('does not flicker around a limit, nor tell the same again within a quarter of an hour', () => {
    const alerts = afterTicks(3, slow);
    const better = facts(
      times(30, { kind: 'completionServed', from: 'upstream', model: 'm', ms: 1_800, isNew: true }),
    );
    afterTicks(9, better, alerts);
    assert.deepEqual(ids(alerts), ['slow']);
    afterTicks(3, facts([]), alerts);
    afterTicks(80, slow, alerts);
    assert.deepEqual(ids(alerts), []);
    afterTicks(20, slow, alerts);
    assert.deepEqual(ids(alerts), ['slow']);
  });
});
