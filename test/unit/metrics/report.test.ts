import { strict as assert } from 'node:assert';
import { Metrics } from '../../../server/src/metrics/metrics.ts';
import { parseSettings } from '../../../server/src/settings/settings.ts';
import { BUSY, BUSY_ENDPOINT } from '../../../tools/testing/busyHour.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { aLiveState, anEndpointState } from '../../../tools/testing/snapshots.ts';

/** Work over half an hour, more and slower towards its end. */
async function worked(): Promise<Metrics> {
  const clock = new FakeClock();
  const { settings } = parseSettings({});
  const price = { input: 1, output: 4, currency: 'EUR' };
  const metrics = new Metrics({
    clock,
    live: () =>
      aLiveState({
        at: clock.now(),
        endpoints: [{ ...anEndpointState(), id: BUSY_ENDPOINT, price }],
      }),
    settings: () => settings,
    onChanged: () => undefined,
  });
  for (let minute = 0; minute < 30; minute++) {
    for (const event of BUSY) {
      metrics.observe('ms' in event ? { ...event, ms: event.ms * (1 + minute / 30) } : event);
    }
    await clock.pass(60_000);
  }
  return metrics;
}

describe('the report', () => {
  it('has all figures of the design, per model, with trends and charts', async () => {
    const metrics = await worked();
    const { report, markdown } = metrics.report('1h');
    assert.equal(report.requests, 30 * 8);
    assert.ok(Math.abs(report.requestsPerSecond - 240 / 3_600) < 1e-9);
    assert.equal(report.errorRate, 0.5);
    assert.equal(report.hitRate, 0.5);
    assert.equal(report.suggestions.callsPerAccepted, 3);
    const [model] = report.models;
    assert.deepEqual(
      [model?.endpoint, model?.calls, model?.answered, model?.failed, model?.saved],
      [BUSY_ENDPOINT, 90, 30, 30, 30],
    );
    assert.deepEqual(report.errors, [{ type: 'timeout', count: 30 }]);
    assert.ok(Math.abs((report.savings.money ?? 0) - (30 * (300 + 4 * 20)) / 1e6) < 1e-9);
    assert.ok(report.history.trends.some(({ what, change }) => what === 'latency' && change > 0.3));
    assert.equal(report.history.points.length, 30);
    for (const part of [
      '# Aurelis: the last hour',
      '| Requests | 240 (0.067 per second) |',
      '| Money saved | 0.0114 EUR (0.0114 EUR spent) |',
      'The response time of models (p95) rose by ',
      '- 30 × timeout: the endpoint takes too long to answer',
      '## Time to suggestion',
      '## Models',
      '| local "one" / qwen\\\\coder | 90 | 50 % |',
      '## Cache',
      '## Score: ',
    ]) {
      assert.ok(markdown.includes(part), part);
    }
    assert.equal(markdown.match(/!\[.*?\]\(data:image\/svg\+xml;base64,/g)?.length, 3);
    assert.doesNotMatch(markdown, /NaN|Infinity|undefined/);
    metrics.dispose();
  });

  it('says so when nothing happened', () => {
    const { settings } = parseSettings({});
    const metrics = new Metrics({
      clock: new FakeClock(),
      live: () => aLiveState({ at: Date.UTC(2026, 0, 1) }),
      settings: () => settings,
      onChanged: () => undefined,
    });
    const { markdown } = metrics.report('30d');
    assert.match(markdown, /No data: nothing happened in this time/);
    assert.doesNotMatch(markdown, /NaN|Infinity|undefined/);
    metrics.dispose();
  });
});
