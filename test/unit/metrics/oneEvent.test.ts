import { strict as assert } from 'node:assert';
import { statusView } from '../../../client/src/statusView.ts';
import { bodyContent, headContent } from '../../../media/panelContent.ts';
import type { MetricsEvent } from '../../../server/src/metrics/collect/recorder.ts';
import { Metrics } from '../../../server/src/metrics/metrics.ts';
import { parseSettings } from '../../../server/src/settings/settings.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { aLiveState, anEndpointState } from '../../../tools/testing/snapshots.ts';

/** The words of every surface for some events. */
function surfaces(events: readonly MetricsEvent[]) {
  const clock = new FakeClock();
  const { settings } = parseSettings({});
  const endpoints = [anEndpointState()];
  const metrics = new Metrics({
    clock,
    live: () => aLiveState({ at: clock.now(), endpoints }),
    settings: () => settings,
    onChanged: () => undefined,
  });
  for (const event of events) metrics.observe(event);
  const snapshot = metrics.snapshot();
  const { text, tooltip } = statusView('running', snapshot);
  const said = {
    snapshot: JSON.stringify(snapshot),
    prometheus: metrics.exposition(),
    statusBar: text + tooltip,
    panel: JSON.stringify([headContent(snapshot), bodyContent(snapshot)]),
    report: metrics.report('1h').markdown,
  };
  metrics.dispose();
  return said;
}

describe('one event', () => {
  const before = surfaces([]);
  const served: MetricsEvent = {
    kind: 'completionServed',
    from: 'memory',
    model: 'm',
    ms: 7_000,
    isNew: true,
  };
  const after = surfaces([served]);

  /** By surface, what is there after it and was not before. */
  const traces: Record<keyof typeof after, RegExp> = {
    snapshot: /"shown":1,"shownWithoutCall":1/,
    prometheus: /^aurelis_cache_hits_total\{cache_level="memory",model="m"\} 1$/m,
    statusBar: /100% · [67]\.\d s/,
    panel: /"Suggestions without a model call","value":"100 %","hint":"of 1 suggestion"/,
    report: /\| Suggestions without a model call \| 100 % of 1 \|/,
  };
  for (const [surface, trace] of Object.entries(traces) as [keyof typeof after, RegExp][]) {
    it(`is seen in the ${surface}`, () => {
      assert.doesNotMatch(before[surface], trace);
      assert.match(after[surface], trace);
    });
  }

  it('is told with the same figures everywhere', () => {
    const p95 = Number(/"all":\{"count":1,"p50":[\d.]+,"p95":([\d.]+)/.exec(after.snapshot)?.[1]);
    const seconds = `${(p95 / 1000).toFixed(1)} s`;
    for (const surface of ['statusBar', 'panel', 'report'] as const) {
      assert.ok(after[surface].includes(seconds), surface);
    }
    assert.match(after.prometheus, /aurelis_response_time_seconds_sum\{.*\} 7$/m);
  });
});
