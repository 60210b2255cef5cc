import { normal } from '../../server/src/base/normal.ts';
import { type Compared, Comparison } from '../../server/src/tuning/live/comparison.ts';
import { Baseline } from '../../server/src/tuning/live/harmWatch.ts';
import { seededRandom } from '../../tools/random.ts';
import type { Measured } from '../support/bench.ts';
import { percent, printTable, quantile } from '../support/table.ts';

const RUNS = 200;
/** Calls before that are known. */
const KNOWN = 100;

interface Scene {
  readonly name: string;
  /** Spread of the log-normal times. */
  readonly spread: number;
  /** The candidate's times are so many times as long, of all calls or of a share. */
  readonly factor: number;
  readonly share?: number;
  /** The server's pace goes up and down by so much. */
  readonly drift?: number;
}

function run({ spread, factor, share = 1, drift = 0 }: Scene, seed: number): Compared {
  const random = seededRandom(seed);
  let calls = 0;
  const drawn = () => 500 * Math.exp(spread * normal(random) + drift * Math.sin(calls++ / 50));
  const baseline = new Baseline();
  for (let call = 0; call < KNOWN; call++) baseline.add({ ms: drawn(), isError: false });
  const values = { knob: 'batchSize', control: 5, candidate: 6 } as const;
  const comparison = new Comparison(values, baseline, random);
  for (;;) {
    const call = comparison.begin();
    const isSlow = call.isCandidate && random() < share;
    const compared = comparison.end(call, drawn() * (isSlow ? factor : 1), false);
    if (compared !== undefined) return compared;
  }
}

const SPREADS = [0.3, 0.5, 0.8];
const SCENES: readonly Omit<Scene, 'spread'>[] = [
  { name: 'slower by half', factor: 1.5 },
  { name: 'a tenth of the calls three times as slow', factor: 3, share: 0.1 },
  { name: 'slower by a tenth', factor: 1.1 },
  { name: 'the same', factor: 1 },
  { name: 'the same, with drift', factor: 1, drift: 0.3 },
  { name: 'faster by a tenth', factor: 0.9 },
  { name: 'faster by a fifth', factor: 0.8 },
];

/** Comparing calls: how soon harm ends, how often what is no better is taken. */
export function liveKnobs(): Measured[] {
  const rows: string[][] = [];
  const worst = { slow: 0, tenth: 0, same: 0 };
  for (const spread of SPREADS) {
    for (const scene of SCENES) {
      const ends = Array.from({ length: RUNS }, (_, seed) => run({ ...scene, spread }, seed + 1));
      const taken = ends.filter(({ reason }) => reason === undefined);
      const left = ends.filter(({ reason }) => reason !== undefined).map(({ samples }) => samples);
      rows.push([
        `${scene.name}, spread ${spread}`,
        percent(taken.length, RUNS),
        taken.length === 0
          ? '–'
          : String(
              quantile(
                taken.map(({ samples }) => samples),
                0.5,
              ),
            ),
        left.length === 0 ? '–' : String(quantile(left, 0.5)),
      ]);
      const share = (100 * taken.length) / RUNS;
      if (scene.factor === 1.5) worst.slow = Math.max(worst.slow, quantile(left, 0.5));
      if (scene.factor === 1.1) worst.tenth = Math.max(worst.tenth, share);
      if (scene.factor === 1) worst.same = Math.max(worst.same, share);
    }
  }
  printTable(['candidate', 'taken', 'calls until then', 'calls until given up'], rows);
  const atMost = (name: string, unit: string, value: number, most: number): Measured => ({
    name,
    unit,
    value,
    bar: { is: 'atMost', value: most },
  });
  return [
    atMost('slower by half: given up after, median, worst spread', 'calls', worst.slow, 40),
    atMost('slower by a tenth: taken, worst spread', '%', worst.tenth, 5),
    atMost('the same: taken, worst spread and drift', '%', worst.same, 5),
  ];
}
