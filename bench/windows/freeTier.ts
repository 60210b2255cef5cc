import { setTimeout as later } from 'node:timers/promises';
import { seededRandom } from '../../tools/random.ts';
import type { Measured } from '../support/bench.ts';
import { printTable, quantile } from '../support/table.ts';
import { Fleet, type Way } from './fleet.ts';
import { LimitedModel } from './limitedModel.ts';
import { places } from './scene.ts';

const PER_MINUTE = 15;
/** In all windows together: twice as many questions as the model server answers. */
const ASKED_PER_MINUTE = 30;
const FOR_MS = 130_000;
const MODEL_MS = 300;
const PATIENCE_MS = 10_000;
const SEEDS = [22, 23, 24];

interface Case {
  readonly way: Way;
  readonly windows: number;
  /** The limit stands in the settings; else the model server alone says it, by 429. */
  readonly isKnown: boolean;
}

const CASES: readonly Case[] = [true, false].flatMap((isKnown) => [
  { way: 'separate', windows: 1, isKnown },
  { way: 'separate', windows: 4, isKnown },
  { way: 'shared', windows: 4, isKnown },
]);

/** One person's windows at a free tier of 15 requests a minute, in real time: all cases at once, for they do next to nothing. */
export async function freeTier(): Promise<Measured[]> {
  const started = await Promise.all(
    CASES.map((each) => Promise.all(SEEDS.map((seed) => start(each, seed)))),
  );
  const all = await Promise.all(
    started.map(async (runs) => summed(await Promise.all(runs.map((run) => run())))),
  );
  const cell = (of: (each: Seen) => string | number) => all.map((each) => String(of(each)));
  printTable(
    [
      `${PER_MINUTE} a minute, ${ASKED_PER_MINUTE} asked, ${SEEDS.length} times`,
      ...CASES.map(({ way, windows, isKnown }) => `${windows} ${way}, ${isKnown ? '' : 'un'}known`),
    ],
    [
      ['questions', ...cell(({ asked }) => asked)],
      ['answered', ...cell(({ times }) => times.length)],
      ['refused by the model server (429)', ...cell(({ refused }) => refused)],
      ['most answers in a minute', ...cell(({ most }) => most)],
      ['an answer takes, p50', ...cell(({ times }) => `${quantile(times, 0.5).toFixed(0)} ms`)],
      ['an answer takes, p95', ...cell(({ times }) => `${quantile(times, 0.95).toFixed(0)} ms`)],
    ],
  );
  const refusedOf = (windows: number) =>
    all[CASES.findIndex((each) => !each.isKnown && each.windows === windows)]?.refused ?? 0;
  if (refusedOf(1) === 0) throw new Error('Nobody met the limit.');
  const beside: Measured = {
    name: 'limit unknown: 429s of 4 windows, beside those of one',
    unit: '×',
    value: refusedOf(4) / refusedOf(1),
    bar: { is: 'atMost', value: 2.5 },
  };
  const figures = CASES.flatMap(({ way, windows, isKnown }, index) => {
    const name = `${windows} ${way}, limit ${isKnown ? 'known' : 'unknown'}`;
    const each = all[index];
    if (each === undefined || each.times.length === 0) throw new Error('Nobody was answered.');
    return [
      { name: `${name}: 429s`, unit: '', value: each.refused },
      { name: `${name}: answered`, unit: '', value: each.times.length },
    ];
  });
  return [beside, ...figures];
}

interface Seen {
  readonly asked: number;
  readonly times: readonly number[];
  readonly refused: number;
  readonly most: number;
}

const summed = (runs: readonly Seen[]): Seen => ({
  asked: runs.reduce((sum, { asked }) => sum + asked, 0),
  times: runs.flatMap(({ times }) => times),
  refused: runs.reduce((sum, { refused }) => sum + refused, 0),
  most: Math.max(...runs.map(({ most }) => most)),
});

/** Opens the windows of a case; what it returns lets them ask. */
async function start({ way, windows, isKnown }: Case, seed: number): Promise<() => Promise<Seen>> {
  const model = await LimitedModel.start({ delayMs: MODEL_MS, perMinute: PER_MINUTE });
  const limits = isKnown ? { limits: { requestsPerMinute: PER_MINUTE } } : {};
  const fleet = await Fleet.start({ way, windows, model, ...limits });
  const random = seededRandom(seed);
  const fresh = places(seed);
  const times: number[] = [];
  return async () => {
    const running: Promise<void>[] = [];
    let asked = 0;
    let next = performance.now();
    const until = next + FOR_MS;
    // The next question comes whether or not the one before was answered, in a window by chance.
    while (next < until) {
      next += (-Math.log(1 - random()) * 60_000) / ASKED_PER_MINUTE;
      await later(Math.max(0, next - performance.now()));
      const { value: place } = fresh.next();
      const window = fleet.windows[Math.floor(random() * windows)];
      if (place === undefined || window === undefined) throw new Error('There are too few places.');
      asked++;
      const answered = window.ask(place, PATIENCE_MS);
      running.push(answered.then((ms) => void (ms === undefined || times.push(ms))));
    }
    await Promise.all(running);
    await fleet.stop();
    model.stop();
    return { asked, times, refused: model.refused, most: model.mostInMinute };
  };
}
