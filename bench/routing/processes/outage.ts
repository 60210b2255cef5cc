import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Measured } from '../../support/bench.ts';
import { percent, printTable } from '../../support/table.ts';
import { openAiEndpoint } from './endpoints.ts';
import { ModelProcess } from './modelProcess.ts';
import { askForTheUsual, USUAL_FILES } from './places.ts';
import { type Answered, Session } from './session.ts';
import { withStarted } from './started.ts';

/** Until one of the two is back, in milliseconds. */
const OUTAGES_MS = [4_000, 12_000];
const EVERY_MS = 300;
const GIVE_UP_MS = 15_000;
const BEFORE_MS = 2_000;
const HEALTHY = { firstMs: 60, tokensPerSecond: 1_000 };

/** Both endpoints are down, then one is back: how soon a model answers again, and what the index says meanwhile. */
export async function outage(): Promise<Measured[]> {
  const outages = await inWorkspace((folder) =>
    withStarted(async (start) => {
      const models = [
        await start(ModelProcess.start(HEALTHY, 1)),
        await start(ModelProcess.start(HEALTHY, 2)),
      ];
      const settings = { endpoints: models.map(openAiEndpoint) };
      const session = await start(Session.start({ settings, folder }));
      const ran: Ran[] = [];
      let places = 0;
      const ask = () => askForTheUsual(session, places++);
      for (const ms of OUTAGES_MS) ran.push(await goThrough(ask, models, ms));
      return ran;
    }),
  );
  printTable(
    ['all down for', 'requests', 'by the index', 'failures', 'longest ms', 'back after ms'],
    outages.map(({ ms, meanwhile, backMs }) => [
      `${ms / 1_000} s`,
      String(meanwhile.length),
      percent(countOf(meanwhile, 'index'), meanwhile.length),
      String(countOf(meanwhile, 'failure')),
      longestOf(meanwhile).toFixed(0),
      backMs.toFixed(0),
    ]),
  );
  const all = outages.flatMap(({ meanwhile }) => meanwhile);
  return [
    {
      name: 'all down: from the first return to the first answer of a model',
      value: Math.max(...outages.map(({ backMs }) => backMs)) / 1_000,
      unit: 's',
      bar: { is: 'atMost', value: 2 },
    },
    {
      name: 'all down: requests that the index answers meanwhile',
      value: (100 * countOf(all, 'index')) / all.length,
      unit: '%',
      bar: { is: 'atLeast', value: 1 },
    },
    {
      name: 'all down: requests that fail or hang meanwhile',
      value: countOf(all, 'failure'),
      unit: '',
      bar: { is: 'atMost', value: 0 },
    },
    { name: 'all down: longest answer meanwhile', value: longestOf(all), unit: 'ms' },
  ];
}

interface Ran {
  /** Until the first return. */
  readonly ms: number;
  readonly meanwhile: readonly Answered[];
  /** From there to the first answer of a model, at whatever request. */
  readonly backMs: number;
}

/** Someone asks again and again while all servers go, and one of them comes back. */
async function goThrough(
  askOnce: () => Promise<Answered>,
  models: readonly ModelProcess[],
  ms: number,
): Promise<Ran> {
  const asked: Promise<Answered>[] = [];
  const meanwhile: Promise<Answered>[] = [];
  let isDown = false;
  let firstAt: number | undefined;
  let returnedAt = Number.POSITIVE_INFINITY;
  const ask = async () => {
    const answered = await askOnce();
    if (answered.from === 'model' && performance.now() > returnedAt) firstAt ??= performance.now();
    return answered;
  };
  const keepAsking = async (forMs: number) => {
    const until = performance.now() + forMs;
    while (performance.now() < until && firstAt === undefined) {
      const answer = ask();
      asked.push(answer);
      if (isDown) meanwhile.push(answer);
      await sleep(EVERY_MS);
    }
  };
  await keepAsking(BEFORE_MS);
  await Promise.all(models.map((model) => model.goDown()));
  isDown = true;
  await keepAsking(ms);
  isDown = false;
  returnedAt = performance.now();
  await models[0]?.comeBack();
  await keepAsking(GIVE_UP_MS);
  await Promise.all(asked);
  await Promise.all(models.slice(1).map((model) => model.comeBack()));
  return {
    ms,
    meanwhile: await Promise.all(meanwhile),
    backMs: (firstAt ?? Number.POSITIVE_INFINITY) - returnedAt,
  };
}

/** Runs work in a workspace in which the same is written again and again. */
async function inWorkspace<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'aurelis-bench-'));
  try {
    for (const [name, text] of USUAL_FILES) writeFileSync(join(folder, name), text);
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const countOf = (answers: readonly Answered[], from: Answered['from']): number =>
  answers.filter((each) => each.from === from).length;

const longestOf = (answers: readonly Answered[]): number =>
  Math.max(...answers.map(({ ms }) => ms));
