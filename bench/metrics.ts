import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { QuantileSketch } from '../server/src/base/quantileSketch.ts';
import { MetricsStore } from '../server/src/engine/metricsStore.ts';
import { Recorder } from '../server/src/metrics/collect/recorder.ts';
import { Metrics } from '../server/src/metrics/metrics.ts';
import { parseSettings } from '../server/src/settings/settings.ts';
import { seededRandom } from '../tools/random.ts';
import { BUSY } from '../tools/testing/busyHour.ts';
import { FakeClock } from '../tools/testing/fakeClock.ts';
import { aLiveState } from '../tools/testing/snapshots.ts';
import type { Bench, Measured } from './support/bench.ts';
import { printTable, quantile } from './support/table.ts';

const VALUES = 200_000;
const EVENTS = 2_000_000;
const SNAPSHOTS = 500;
const DAYS = 30;
/** In the simulated month: busy hours of a day, and how often in each something happens. */
const BUSY_HOURS = 8;
const PER_HOUR = 6;

/** The events of ten minutes. */
const MORE = Array.from({ length: 10 }, () => BUSY).flat();

type Draw = (random: () => number) => number;

const normal: Draw = (random) =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** Durations in milliseconds. */
const DISTRIBUTIONS: Readonly<Record<string, Draw>> = {
  uniform: (random) => 1 + 999 * random(),
  exponential: (random) => -300 * Math.log(1 - random()),
  'log-normal': (random) => 350 * Math.exp(0.7 * normal(random)),
  Pareto: (random) => 5 * (1 - random()) ** (-1 / 1.5),
  'two peaks': (random) =>
    random() < 0.8 ? 0.05 + 0.02 * random() : 400 + Math.abs(80 * normal(random)),
};

/** The worst relative error of the quantiles that we show. */
function worstError(draw: Draw): number {
  const random = seededRandom(5);
  const values = Float64Array.from({ length: VALUES }, () => draw(random)).sort();
  const sketch = new QuantileSketch();
  for (const value of values) sketch.add(value);
  return Math.max(
    ...[0.01, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999].map((share) => {
      const exact = values[Math.ceil(share * VALUES) - 1] ?? 0;
      return Math.abs(sketch.quantile(share) - exact) / exact;
    }),
  );
}

function microsecondsPerEvent(): number {
  const { record } = new Recorder();
  const rounds: number[] = [];
  for (let round = 0; round < 5; round++) {
    const begin = performance.now();
    for (let event = 0; event < EVENTS / BUSY.length; event++)
      for (const each of BUSY) record(each);
    rounds.push(((performance.now() - begin) * 1000) / EVENTS);
  }
  return quantile(rounds, 0.5);
}

/** Returns the bytes of live objects, after everything else was collected. */
function bytesInUse(): number {
  setFlagsFromString('--expose_gc');
  const collect = runInNewContext('gc') as () => void;
  for (let times = 0; times < 3; times++) collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** A month of work in virtual time, with the store on a real disk. */
async function month(): Promise<{ snapshotMs: number; megabytes: number; heapMegabytes: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'aurelis-bench-'));
  const clock = new FakeClock();
  let processes = 0;
  const { settings } = parseSettings({});
  const begin = () => {
    const store = new MetricsStore(folder, () => `process ${processes++}`, clock);
    const metrics = new Metrics({
      clock,
      store,
      live: () => aLiveState({ at: clock.now() }),
      settings: () => settings,
      onChanged: () => undefined,
    });
    return { metrics, store };
  };
  let running: ReturnType<typeof begin> | undefined = begin();
  const random = seededRandom(9);
  const vary = 1 + 9 * random();
  for (let day = 0; day < DAYS; day++) {
    for (let hour = 0; hour < 24; hour++) {
      for (let times = 0; hour < BUSY_HOURS && times < PER_HOUR; times++) {
        for (const event of MORE) {
          const isTimed = 'ms' in event;
          running.metrics.observe(isTimed ? { ...event, ms: event.ms * vary * random() } : event);
        }
        await clock.pass(3_600_000 / PER_HOUR);
      }
      if (hour >= BUSY_HOURS) await clock.pass(3_600_000);
    }
    // People close their editor in the evening.
    if (day === DAYS - 1) break;
    running.metrics.dispose();
    running.store.dispose();
    running = begin();
  }
  const withIt = bytesInUse();
  const times: number[] = [];
  for (let count = 0; count < SNAPSHOTS; count++) {
    const from = performance.now();
    running.metrics.snapshot();
    times.push(performance.now() - from);
  }
  running.metrics.dispose();
  running.store.dispose();
  running = undefined;
  const withoutIt = bytesInUse();
  const megabytes = statSync(join(folder, 'metrics.sqlite')).size / 1_048_576;
  rmSync(folder, { recursive: true });
  return {
    snapshotMs: quantile(times, 0.5),
    megabytes,
    heapMegabytes: (withIt - withoutIt) / 1_048_576,
  };
}

/** The cost of metrics, per event, per snapshot, in memory and on disk; and their accuracy. */
export const metrics: Bench = {
  name: 'metrics',
  run: async () => {
    const errors = Object.entries(DISTRIBUTIONS).map(([name, draw]) => ({
      name,
      error: worstError(draw),
    }));
    printTable(
      ['distribution', 'worst relative error of a quantile'],
      errors.map(({ name, error }) => [name, `${(100 * error).toFixed(2)} %`]),
    );
    const perEvent = microsecondsPerEvent();
    const { snapshotMs, megabytes, heapMegabytes } = await month();
    const measured: Measured[] = [
      {
        name: 'quantiles, worst error on 5 distributions',
        unit: '%',
        value: 100 * Math.max(...errors.map(({ error }) => error)),
        bar: { is: 'atMost', value: 1 },
      },
      {
        name: 'recorder, one event',
        unit: 'µs',
        value: perEvent,
        bar: { is: 'atMost', value: 1 },
      },
      { name: 'snapshot', unit: 'ms', value: snapshotMs, bar: { is: 'atMost', value: 1 } },
      {
        name: `history of ${DAYS} days on disk`,
        unit: 'MB',
        value: megabytes,
        bar: { is: 'atMost', value: 10 },
      },
      {
        name: 'memory of a process after a day',
        unit: 'MB',
        value: heapMegabytes,
        bar: { is: 'atMost', value: 5 },
      },
    ];
    return measured;
  },
};
