import { Recorder } from '../server/src/metrics/collect/recorder.ts';
import { Tally } from '../server/src/metrics/collect/tally.ts';
import { type SeriesName, Watch } from '../server/src/metrics/judge/anomalyWatch.ts';
import { seededRandom } from '../tools/random.ts';
import type { Bench, Measured } from './support/bench.ts';
import { printTable } from './support/table.ts';

const TICK_SECONDS = 10;
const PER_SECOND = 3;
const WINDOWS_PER_HOUR = 360;
const QUIET_HOURS = 24;
/** A quiet time before each fault, in windows. */
const BEFORE = 60;
const FAULTS = 50;
const DRIFTS = 20;
const DAYS = 8;
/** Model servers as the document has them: median 350 ms, p99 1.8 s. */
const MEDIAN_MS = 350;
const SIGMA = Math.log(1_800 / MEDIAN_MS) / 2.326;

interface World {
  medianMs: number;
  errorShare: number;
  hitShare: number;
}

const USUAL: World = { medianMs: MEDIAN_MS, errorShare: 0.01, hitShare: 0.75 };

/** Ten seconds of traffic in a world; a drawn number of requests around three a second. */
class Traffic {
  readonly #random: () => number;
  readonly #recorder = new Recorder();

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  window({ medianMs, errorShare, hitShare }: World): Tally {
    this.#recorder.tally = new Tally();
    const { record } = this.#recorder;
    const of = { endpointId: 'e', model: 'm' };
    for (let asked = this.#poisson(TICK_SECONDS * PER_SECOND); asked > 0; asked--) {
      const from = this.#random() < hitShare ? 'memory' : 'upstream';
      record({ kind: 'completionServed', from, model: 'm', ms: 1, isNew: true });
    }
    // Calls are counted at the same rate, so that every series has its samples.
    for (let asked = this.#poisson(TICK_SECONDS * PER_SECOND); asked > 0; asked--) {
      const isError = this.#random() < errorShare;
      const ms = medianMs * Math.exp(SIGMA * this.#normal());
      const usage = { inputTokens: 500, outputTokens: 20 };
      record(
        isError
          ? { kind: 'failed', ...of, error: 'server' }
          : { kind: 'answered', ...of, ms, usage },
      );
    }
    return this.#recorder.tally;
  }

  #poisson(mean: number): number {
    let [count, product] = [0, this.#random()];
    for (const limit = Math.exp(-mean); product > limit; count++) product *= this.#random();
    return count;
  }

  #normal(): number {
    const [one, other] = [1 - this.#random(), this.#random()];
    return Math.sqrt(-2 * Math.log(one)) * Math.cos(2 * Math.PI * other);
  }
}

/** Steps of several sizes in each series: what makes a difference to the user. */
const STEPS: readonly { readonly series: SeriesName; readonly world: Partial<World> }[] = [
  { series: 'latency', world: { medianMs: 2 * MEDIAN_MS } },
  { series: 'latency', world: { medianMs: 3 * MEDIAN_MS } },
  { series: 'errors', world: { errorShare: 0.2 } },
  { series: 'errors', world: { errorShare: 0.4 } },
  { series: 'hits', world: { hitShare: 0.4 } },
  { series: 'hits', world: { hitShare: 0.2 } },
];

/** After how many windows a fault is found; `undefined` where it is not within an hour, or something else was before it. */
function found(
  seed: number,
  series: SeriesName,
  worldAt: (window: number) => World,
): number | undefined {
  const traffic = new Traffic(seed);
  const watch = new Watch();
  for (let window = 0; window < BEFORE; window++) watch.add(traffic.window(USUAL));
  if (watch.anomalies().length > 0) return undefined;
  for (let window = 1; window <= WINDOWS_PER_HOUR; window++) {
    watch.add(traffic.window(worldAt(window)));
    if (watch.anomalies().some((anomaly) => anomaly.series === series)) return window;
  }
  return undefined;
}

/** Injected faults, drifts and a quiet day, judged by what the watch says of them. */
export const anomalies: Bench = {
  name: 'anomalies',
  run: async () => {
    const steps = Array.from({ length: FAULTS }, (_, index) => {
      const step = STEPS[index % STEPS.length];
      if (step === undefined) return undefined;
      return found(100 + index, step.series, () => ({ ...USUAL, ...step.world }));
    });
    const inTime = steps.filter((windows) => windows !== undefined && windows <= 4).length;
    /** The median grows by half within an hour, or a quarter of one. */
    const drifts = Array.from({ length: DRIFTS }, (_, index) => {
      const windows = index % 2 === 0 ? WINDOWS_PER_HOUR : WINDOWS_PER_HOUR / 4;
      const medianAt = (window: number) => MEDIAN_MS * (1 + (0.5 * window) / windows);
      const at = found(500 + index, 'latency', (window) => ({
        ...USUAL,
        medianMs: medianAt(window),
      }));
      return at !== undefined && at < windows;
    });
    const days = Array.from({ length: DAYS }, (_, index) => index + 1).map((seed) => {
      const traffic = new Traffic(seed);
      const watch = new Watch();
      let alarms = 0;
      let before = 0;
      for (let window = 0; window < QUIET_HOURS * WINDOWS_PER_HOUR; window++) {
        watch.add(traffic.window(USUAL));
        const now = watch.anomalies().length;
        if (now > before) alarms++;
        before = now;
      }
      return alarms;
    });
    printTable(
      ['fault', 'found after (windows of 10 s)'],
      STEPS.map(({ series, world }, kind) => [
        `${series} ${JSON.stringify(world)}`,
        steps
          .filter((_, index) => index % STEPS.length === kind)
          .map((each) => each ?? '–')
          .join(' '),
      ]),
    );
    console.log(`quiet days of 24 h, false alarms: ${days.join(', ')}`);
    const measured: Measured[] = [
      {
        name: `faults found within 4 windows, of ${FAULTS}`,
        unit: '%',
        value: (100 * inTime) / FAULTS,
        bar: { is: 'atLeast', value: 95 },
      },
      {
        name: `drifts found before the median moved by half, of ${DRIFTS}`,
        unit: '%',
        value: (100 * drifts.filter(Boolean).length) / DRIFTS,
        bar: { is: 'atLeast', value: 100 },
      },
      {
        name: `false alarms in 24 quiet hours, the worst of ${DAYS} days`,
        unit: '',
        value: Math.max(...days),
        bar: { is: 'atMost', value: 1 },
      },
    ];
    return measured;
  },
};
