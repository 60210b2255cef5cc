import { strict as assert } from 'node:assert';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MetricsStore } from '../../server/src/engine/metricsStore.ts';
import { Metrics } from '../../server/src/metrics/metrics.ts';
import type { HistoryRange } from '../../server/src/protocol/history.ts';
import { parseSettings } from '../../server/src/settings/settings.ts';
import { BUSY } from '../../tools/testing/busyHour.ts';
import { FakeClock } from '../../tools/testing/fakeClock.ts';
import { aLiveState } from '../../tools/testing/snapshots.ts';

const HOUR = 3_600_000;

describe('the history of metrics', () => {
  const root = mkdtempSync(join(tmpdir(), 'aurelis-history-'));
  let folders = 0;
  let processes = 0;
  const newFolder = () => join(root, String(folders++));
  after(() => rmSync(root, { recursive: true, force: true }));

  /** The metrics of one process, with its share of a folder. */
  function process(folder: string, clock: FakeClock) {
    const store = new MetricsStore(folder, () => `process ${processes++}`, clock);
    const metrics = new Metrics({
      clock,
      store,
      live: () => aLiveState({ at: clock.now() }),
      settings: () => parseSettings({}).settings,
      onChanged: () => undefined,
    });
    const busy = (times: number) => {
      for (let count = 0; count < times; count++) for (const event of BUSY) metrics.observe(event);
    };
    const end = () => {
      metrics.dispose();
      store.dispose();
    };
    const shown = (range: HistoryRange) =>
      metrics.history(range).points.reduce((sum, point) => sum + point.shown, 0);
    return { metrics, busy, end, shown };
  }

  it('survives a restart, in charts and reports', async () => {
    const folder = newFolder();
    const clock = new FakeClock();
    const first = process(folder, clock);
    first.busy(10);
    await clock.pass(90_000);
    first.busy(5);
    first.end();
    await clock.pass(2 * HOUR);
    const second = process(folder, clock);
    second.busy(1);
    for (const range of ['24h', '7d', '30d'] as const) assert.equal(second.shown(range), 16 * 4);
    assert.equal(second.metrics.report('24h').report.suggestions.shown, 16 * 4);
    assert.equal(second.metrics.snapshot().completions.shown, 4);
    second.end();
  });

  it('is of all windows of the editor together', async () => {
    const folder = newFolder();
    const clock = new FakeClock();
    const [one, other] = [process(folder, clock), process(folder, clock)];
    one.busy(3);
    other.busy(4);
    await clock.pass(120_000);
    assert.deepEqual([one.shown('1h'), other.shown('1h'), one.shown('24h')], [28, 28, 28]);
    one.end();
    other.end();
  });

  it('puts rows of former processes together, and loses nothing by it', async () => {
    const folder = newFolder();
    const clock = new FakeClock();
    for (let index = 0; index < 5; index++) {
      const each = process(folder, clock);
      each.busy(1);
      each.end();
    }
    await clock.pass(3 * 24 * HOUR);
    const last = process(folder, clock);
    assert.equal(last.shown('7d'), 20);
    assert.equal(last.shown('30d'), 20);
    last.end();
  });

  it('counts nothing twice when another window puts rows together meanwhile', async () => {
    const folder = newFolder();
    const clock = new FakeClock();
    const long = process(folder, clock);
    for (let hour = 0; hour < 6; hour++) {
      long.busy(1);
      await clock.pass(HOUR);
    }
    const other = process(folder, clock);
    await clock.pass(60_000);
    assert.deepEqual([long.shown('24h'), other.shown('24h')], [24, 24]);
    clock.wallOffsetMs -= 4 * HOUR;
    long.busy(1);
    await clock.pass(30_000);
    assert.equal(long.shown('30d'), 28);
    long.end();
    other.end();
    const last = process(folder, clock);
    assert.equal(last.shown('30d'), 28);
    last.end();
  });

  it('loses nothing to a clock that was a year ahead for a while', async () => {
    const folder = newFolder();
    const clock = new FakeClock();
    const metrics = process(folder, clock);
    metrics.busy(1);
    await clock.pass(120_000);
    clock.wallOffsetMs += 365 * 24 * HOUR;
    await clock.pass(10_000);
    metrics.busy(1);
    await clock.pass(180_000);
    clock.wallOffsetMs -= 365 * 24 * HOUR;
    await clock.pass(60_000);
    assert.equal(metrics.shown('30d'), 4);
    metrics.end();
  });

  it('is begun anew where its file is no database, which is set aside', async () => {
    const folder = newFolder();
    const clock = new FakeClock();
    process(folder, clock).end();
    writeFileSync(join(folder, 'metrics.sqlite'), 'This is no database. '.repeat(500));
    const metrics = process(folder, clock);
    metrics.busy(1);
    await clock.pass(70_000);
    metrics.end();
    assert.ok(existsSync(join(folder, 'metrics.sqlite.corrupt')));
    const again = process(folder, clock);
    assert.equal(again.shown('24h'), 4);
    again.end();
  });

  it('goes without a file where there can be none', () => {
    const file = join(root, 'file');
    writeFileSync(file, '');
    const metrics = process(file, new FakeClock());
    metrics.busy(1);
    assert.equal(metrics.shown('1h'), 4);
    metrics.end();
  });

  it('has no negative or absurd figure after the clock jumped', async () => {
    const clock = new FakeClock();
    const metrics = process(newFolder(), clock);
    for (const jump of [-HOUR, 400 * 24 * HOUR, -400 * 24 * HOUR + 2 * HOUR]) {
      metrics.busy(2);
      await clock.pass(30_000);
      clock.wallOffsetMs += jump;
      await clock.pass(30_000);
    }
    const said = JSON.stringify([
      metrics.metrics.snapshot(),
      ...(['1m', '1h', '24h', '7d', '30d'] as const).map((range) => metrics.metrics.report(range)),
    ]);
    assert.doesNotMatch(said, /:-\d|NaN|null,"p|Infinity|e\+\d/);
    for (const range of ['1h', '24h', '7d', '30d'] as const) {
      const { points, to } = metrics.metrics.history(range);
      assert.ok(points.every(({ at }) => at <= to));
      assert.ok(metrics.shown(range) <= 24);
    }
    metrics.end();
  });
});
