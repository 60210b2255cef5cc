import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { atOnce } from '../../server/src/base/turns.ts';
import { CAPACITY, CacheTrace } from '../../server/src/tuning/ghosts/cacheTrace.ts';
import { type CacheShape, simulate } from '../../server/src/tuning/ghosts/ghostCache.ts';
import { Ghosts } from '../../server/src/tuning/ghosts/ghosts.ts';
import { isOfCache, judgeCache, shaped } from '../../server/src/tuning/ghosts/judgeCache.ts';
import { judgeWait } from '../../server/src/tuning/ghosts/judgeWait.ts';
import { Knobs } from '../../server/src/tuning/knobs.ts';
import { knobNames, knobTable } from '../../server/src/tuning/knobTable.ts';
import { ROUND_MS } from '../../server/src/tuning/tuner.ts';
import { seededRandom } from '../../tools/random.ts';
import type { Measured } from '../support/bench.ts';
import { QuickClock } from './quickClock.ts';
import { filledWaits } from './waits.ts';

const SHAPE: CacheShape = {
  maxEntries: 1_000,
  maxBytes: 64 * 1024 * 1024,
  ttlMs: 300_000,
  eviction: 'lru',
  freshMs: 600_000,
  hasFar: false,
};
const MEGABYTE = 1024 * 1024;
const REQUESTS = 200_000;
/** The least that a request costs the server by itself, measured by `npm run bench -- requests` (in microseconds). */
const REQUEST_US = 500;

/** The cost of tuning: for a request, for a round over full traces, and for one in which nothing happened. */
export async function cost(): Promise<Measured[]> {
  const random = seededRandom(3);
  const keys = Array.from(
    { length: 5_000 },
    () =>
      `model_request:${Math.floor(random() * 2 ** 32)
        .toString(16)
        .padStart(32, '0')}`,
  );
  const before = heldBytes();
  const clock = new QuickClock();
  const ghosts = new Ghosts(clock, new Knobs());
  for (let request = 0; request < CAPACITY; request++) tell(ghosts, keys[request % 5_000] ?? '');
  const held = heldBytes() - before;
  const startedAt = performance.now();
  for (let request = 0; request < REQUESTS; request++) tell(ghosts, keys[request % 5_000] ?? '');
  const perRequestUs = ((performance.now() - startedAt) * 1000) / REQUESTS;
  const trace = new CacheTrace();
  for (let request = 0; request < CAPACITY; request++) {
    const key = keys[Math.floor(5_000 * random() ** 2)] ?? '';
    trace.asked(key, request * 1_000, 'completion', undefined);
    trace.stored(key, 100, false);
  }
  const roundMs = timeOf(() => {
    for (const knob of knobNames.filter(isOfCache)) {
      const value = knobTable[knob].usual;
      const stand = { from: value, current: value };
      atOnce(judgeCache(trace, shaped(SHAPE, knob, value), knob, stand));
    }
    judgeWait(filledWaits(), { from: 1, current: 1 });
  });
  const idle = new Ghosts(clock, new Knobs());
  for (let request = 0; request < 1_000; request++) tell(idle, keys[request] ?? '');
  const judged = async () => {
    for (const knob of knobNames)
      await idle.judge(
        knob,
        { from: knobTable[knob].usual, current: knobTable[knob].usual },
        SHAPE,
      );
  };
  await judged();
  const idleAt = performance.now();
  for (let round = 0; round < 100; round++) await judged();
  const idleMs = (performance.now() - idleAt) / 100;
  const atMost = (name: string, unit: string, value: number, most: number): Measured => ({
    name,
    unit,
    value,
    bar: { is: 'atMost', value: most },
  });
  return [
    atMost('ghosts: memory of full traces', 'MB', held / MEGABYTE, 3),
    atMost('ghosts: with a simulation under way', 'MB', (held + simulating()) / MEGABYTE, 3),
    { name: 'ghosts: work for a request', unit: 'µs', value: perRequestUs },
    atMost('ghosts: of the least work of a request', '%', (100 * perRequestUs) / REQUEST_US, 1),
    { name: 'all knobs judged over full traces (a round judges one)', unit: 'ms', value: roundMs },
    {
      name: 'the same if it were one round, of a core',
      unit: '%',
      value: (100 * roundMs) / ROUND_MS,
    },
    atMost('a round in which nothing happened, of a core', '%', (100 * idleMs) / ROUND_MS, 0.2),
  ];
}

function tell({ watch, waits }: Ghosts, key: string): void {
  watch.asked(key, 'completion', undefined);
  watch.stored(key, 100, false);
  waits.begun(200, 400);
  waits.key();
  waits.shown(false);
}

function timeOf(run: () => void): number {
  const startedAt = performance.now();
  run();
  return performance.now() - startedAt;
}

/** The bytes that a simulation over a full trace of different keys holds just before its end. */
function simulating(): number {
  const trace = new CacheTrace();
  for (let request = 0; request < CAPACITY; request++) {
    const key = `model_request:${(request * 524_287).toString(16).padStart(8, '0')}`;
    trace.asked(key, request, 'completion', undefined);
    trace.stored(key, 100, false);
  }
  const before = heldBytes();
  const running = simulate(trace, { ...SHAPE, maxEntries: 8_000, hasFar: true });
  // It rests after each thousand requests.
  for (let piece = 0; piece < 8; piece++) running.next();
  const held = heldBytes() - before;
  running.next();
  return held;
}

function heldBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  collect();
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return heapUsed + external + arrayBuffers;
}
