import { setTimeout as later } from 'node:timers/promises';
import type { Measured } from '../support/bench.ts';
import { printTable, quantile } from '../support/table.ts';
import { Fleet, type Way } from './fleet.ts';
import { LimitedModel } from './limitedModel.ts';
import { processorMs, proportionalMegabytes } from './processes.ts';
import { files, turns } from './scene.ts';

interface Case {
  readonly way: Way;
  readonly windows: number;
  /** A window has one file open at a time: else all windows have the same files open from the beginning. */
  readonly isOneOpen: boolean;
}

const CASES: readonly Case[] = [
  ...[1, 2, 4].flatMap((windows) => [
    { way: 'separate' as const, windows, isOneOpen: true },
    { way: 'shared' as const, windows, isOneOpen: true },
  ]),
  { way: 'separate', windows: 4, isOneOpen: false },
  { way: 'shared', windows: 4, isOneOpen: false },
];
const TURNS = 90;
const MODEL_MS = 100;
const SETTLED_MS = 5_000;
const IDLE_MS = 10_000;

interface Seen extends Case {
  readonly asked: number;
  readonly answered: number;
  readonly calls: number;
  readonly distinct: number;
  /** Calls of turns in which all windows asked the same at once, for each such turn. */
  readonly callsAtOnce: number;
  readonly fromCache: readonly number[];
  readonly fromModel: readonly number[];
  /** Of those who asked again what another window had asked, how many needed no call. */
  readonly againShare: number;
  readonly megabytes: number;
  /** Milliseconds of processor time in a second without work. */
  readonly idleMs: number;
  /** Milliseconds of processor time for each question. */
  readonly workMs: number;
}

/** The same work by one, two and four windows, with an engine each, and through one gateway. */
export async function sharing(): Promise<Measured[]> {
  const all: Seen[] = [];
  for (const each of CASES) all.push(await seen(each));
  const ms = (values: readonly number[], share: number) =>
    `${quantile(values, share).toFixed(1)} ms`;
  printTable(
    ['windows, engines', ...all.map(nameOf)],
    [
      ['questions', ...all.map(({ asked }) => String(asked))],
      ['answered', ...all.map(({ answered }) => String(answered))],
      ['calls', ...all.map(({ calls }) => String(calls))],
      ['different questions in them', ...all.map(({ distinct }) => String(distinct))],
      ['calls where all ask at once', ...all.map((each) => each.callsAtOnce.toFixed(2))],
      ['asked again elsewhere: no call', ...all.map((each) => each.againShare.toFixed(2))],
      ['from the cache, p50', ...all.map((each) => ms(each.fromCache, 0.5))],
      ['from the cache, p95', ...all.map((each) => ms(each.fromCache, 0.95))],
      [`by the model (${MODEL_MS} ms), p50`, ...all.map((each) => ms(each.fromModel, 0.5))],
      [`by the model (${MODEL_MS} ms), p95`, ...all.map((each) => ms(each.fromModel, 0.95))],
      ['memory', ...all.map(({ megabytes }) => `${megabytes.toFixed(0)} MB`)],
      ['processor time of a question', ...all.map(({ workMs }) => `${workMs.toFixed(1)} ms`)],
      ['processor time of an idle second', ...all.map(({ idleMs }) => `${idleMs.toFixed(1)} ms`)],
    ],
  );
  return all.filter(({ windows }) => windows > 1).flatMap(measuredOf);
}

async function seen({ way, windows, isOneOpen }: Case): Promise<Seen> {
  const model = await LimitedModel.start({ delayMs: MODEL_MS });
  const fleet = await Fleet.start({ way, windows, model });
  for (const window of fleet.windows) {
    window.isOneOpen = isOneOpen;
    if (!isOneOpen) for (const file of files()) await window.open(file);
  }
  const began = processorMs(fleet.pids);
  const fromCache: number[] = [];
  const fromModel: number[] = [];
  const counts = { asked: 0, answered: 0, atOnce: 0, callsAtOnce: 0, again: 0, againKnown: 0 };
  for (const turn of turns(TURNS, windows)) {
    const before = model.calls;
    const times = await Promise.all(turn.windows.map((each) => fleet.windows[each]?.ask(turn.at)));
    const calls = model.calls - before;
    const answered = times.filter((time) => time !== undefined);
    counts.asked += times.length;
    counts.answered += answered.length;
    (calls === 0 ? fromCache : fromModel).push(...answered);
    if (turn.kind === 'atOnce') {
      counts.atOnce++;
      counts.callsAtOnce += calls;
    }
    if (turn.kind === 'again') {
      counts.again++;
      if (calls === 0) counts.againKnown++;
    }
  }
  if (counts.answered === 0) throw new Error('No window was answered.');
  if (windows > 1 && counts.again === 0) throw new Error('Nobody asked again.');
  const workMs = (processorMs(fleet.pids) - began) / counts.asked;
  await later(SETTLED_MS);
  const idle = processorMs(fleet.pids);
  await later(IDLE_MS);
  const idleMs = (1_000 * (processorMs(fleet.pids) - idle)) / IDLE_MS;
  const megabytes = proportionalMegabytes(fleet.pids);
  await fleet.stop();
  model.stop();
  return {
    way,
    windows,
    isOneOpen,
    asked: counts.asked,
    answered: counts.answered,
    calls: model.calls,
    distinct: model.distinct,
    callsAtOnce: counts.callsAtOnce / counts.atOnce,
    againShare: counts.againKnown / Math.max(1, counts.again),
    fromCache,
    fromModel,
    megabytes,
    idleMs,
    workMs,
  };
}

const nameOf = ({ way, windows, isOneOpen }: Case): string =>
  `${windows} ${way}${isOneOpen ? '' : ', six files'}`;

const measuredOf = (each: Seen): Measured[] => {
  const name = `windows: ${nameOf(each)}`;
  return [
    {
      name: `${name}: questions answered`,
      unit: '%',
      value: (100 * each.answered) / each.asked,
      bar: { is: 'atLeast', value: 100 },
    },
    { name: `${name}: calls above the questions`, unit: '', value: each.calls - each.distinct },
    { name: `${name}: from the cache, p50`, unit: 'ms', value: quantile(each.fromCache, 0.5) },
    { name: `${name}: memory`, unit: 'MB', value: each.megabytes },
    { name: `${name}: an idle second`, unit: 'ms', value: each.idleMs },
  ];
};
