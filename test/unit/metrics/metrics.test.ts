import { strict as assert } from 'node:assert';
import { Metrics } from '../../../server/src/metrics/metrics.ts';
import { parseSettings } from '../../../server/src/settings/settings.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { aLiveState, anEndpointState } from '../../../tools/testing/snapshots.ts';

const SECOND = 1_000;
const of = { endpointId: 'first', model: 'm' };
const usage = { inputTokens: 30, outputTokens: 4 };

function begin({ endpoints = [anEndpointState()], startsAt = 0, raw = {} } = {}) {
  const clock = new FakeClock();
  clock.wallOffsetMs += startsAt;
  const state = { changes: 0, endpoints };
  const { settings } = parseSettings(raw);
  const metrics = new Metrics({
    clock,
    live: () => aLiveState({ at: clock.now(), endpoints: state.endpoints }),
    settings: () => settings,
    onChanged: () => state.changes++,
  });
  return { clock, metrics, state };
}

describe('Metrics', () => {
  it('looks at what happened every ten seconds: tells of trouble that lasts, and of its end', async () => {
    const { clock, metrics, state } = begin();
    const ids = () => metrics.snapshot().alerts.map(({ id }) => id);
    for (let tick = 0; tick < 6; tick++) {
      for (let call = 0; call < 8; call++) {
        metrics.observe({ kind: 'failed', ...of, error: 'server' });
        metrics.observe({ kind: 'answered', ...of, ms: 200, usage });
      }
      await clock.pass(10 * SECOND);
    }
    assert.ok(ids().includes('errors'), String(ids()));
    assert.ok(state.changes >= 3);
    await clock.pass(15 * 60 * SECOND);
    assert.deepEqual(ids(), []);
    metrics.dispose();
    assert.equal(clock.pending, 0);
  });

  it('tells which settings have changed', () => {
    const { metrics } = begin({ raw: { completion: { maxLines: 4 } } });
    assert.deepEqual(metrics.snapshot().settings, [
      { name: 'completion.maxLines', value: 4, usual: 12 },
    ]);
    metrics.dispose();
  });

  it('tells when an endpoint changes by itself, without any event', async () => {
    const { clock, metrics, state } = begin();
    await clock.pass(60 * SECOND);
    assert.equal(state.changes, 0);
    state.endpoints = [anEndpointState({ state: 'open' as never, lastError: 'timeout' as never })];
    await clock.pass(30 * SECOND);
    assert.equal(state.changes, 1);
    assert.equal(metrics.snapshot().alerts[0]?.id, 'breaker first');
    metrics.dispose();
  });

  it('has the last day as of a minute ago or less', async () => {
    const { clock, metrics } = begin();
    const served = { kind: 'completionServed', model: 'm', ms: 5, isNew: true } as const;
    metrics.observe({ ...served, from: 'upstream' });
    await clock.pass(30 * SECOND);
    metrics.observe({ ...served, from: 'trie' });
    await clock.pass(60 * SECOND);
    const rows = metrics.snapshot().score?.rows ?? [];
    assert.equal(rows.find(({ figure }) => figure === 'hitRate')?.measured, 0.5);
    metrics.dispose();
  });

  it('recommends, and has the last minute in steps of ten seconds, quiet ones too', async () => {
    const { clock, metrics } = begin({ endpoints: [] });
    const served = { kind: 'completionServed', from: 'trie', model: 'm', isNew: true } as const;
    metrics.observe({ ...served, ms: 5 });
    await clock.pass(20 * SECOND);
    metrics.observe({ ...served, ms: 5 });
    metrics.observe({ ...served, ms: 5 });
    const { lately, recommendations } = metrics.snapshot();
    assert.deepEqual(lately.shown, [0, 0, 0, 1, 0, 2]);
    assert.equal(recommendations[0]?.id, 'noModel');
    metrics.dispose();
  });

  it('remembers what happened last, the newest first', () => {
    const { metrics } = begin();
    for (let count = 0; count < 30; count++) metrics.observe({ kind: 'completionAccepted' });
    metrics.observe({ kind: 'answered', ...of, ms: 500, usage });
    const { activity } = metrics.snapshot();
    assert.equal(activity.length, 20);
    assert.deepEqual([activity[0]?.kind, activity[0]?.tokens], ['answered', 34]);
    metrics.dispose();
  });
});
