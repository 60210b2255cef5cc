import { setTimeout as sleep } from 'node:timers/promises';
import type { Measured } from '../../support/bench.ts';
import { percent, printTable, quantile } from '../../support/table.ts';
import { openAiEndpoint } from './endpoints.ts';
import { ModelProcess } from './modelProcess.ts';
import { askSomewhereNew } from './places.ts';
import { type Answered, Session } from './session.ts';
import { withStarted } from './started.ts';

/** Enough that p99 is not the third slowest: two of them go to the slow one at least, and the machine has slow moments of its own. */
const REQUESTS = 480;
const GAP_MS = 40;
const HEALTHY = { firstMs: 120, tokensPerSecond: 400 };
const SLOW = { firstMs: 8 * HEALTHY.firstMs, tokensPerSecond: HEALTHY.tokensPerSecond / 8 };

/** One of two equals is eight times as slow: what a typist notices of it, the first requests included. */
export async function slowOne(): Promise<Measured[]> {
  // At once, so that both meet the same machine.
  const [alone, beside] = await Promise.all([times([HEALTHY]), times([HEALTHY, SLOW])]);
  const row = (name: string, { answers, waits, loads }: Ran) => [
    name,
    ...[0.5, 0.95, 0.99, 1].map((share) => quantile(waits, share).toFixed(0)),
    percent(answers.filter(({ from }) => from === 'model').length, answers.length),
    loads.join('/'),
    waits.flatMap((ms, index) => (ms > 4 * quantile(waits, 0.5) ? [index + 1] : [])).join(', '),
  ];
  printTable(
    ['one 8 × slow', 'p50 ms', 'p95', 'p99', 'longest', 'by a model', 'loads', 'slow ones'],
    [row('the healthy one alone', alone), row('both', beside)],
  );
  const ratio = (share: number) => quantile(beside.waits, share) / quantile(alone.waits, share);
  return [
    {
      name: 'one 8 × slow: p95 of the time to an item, beside the healthy one alone',
      value: ratio(0.95),
      unit: '×',
      bar: { is: 'atMost', value: 1.3 },
    },
    {
      name: 'one 8 × slow: p99 of the time to an item, beside the healthy one alone',
      value: ratio(0.99),
      unit: '×',
      bar: { is: 'atMost', value: 1.5 },
    },
  ];
}

interface Ran {
  readonly answers: readonly Answered[];
  readonly waits: readonly number[];
  readonly loads: readonly number[];
}

const times = (behaviours: readonly (typeof HEALTHY)[]): Promise<Ran> =>
  withStarted(async (start) => {
    const models = await Promise.all(
      behaviours.map((each, index) => start(ModelProcess.start(each, index + 1))),
    );
    const settings = { endpoints: models.map(openAiEndpoint) };
    const session = await start(Session.start({ settings }));
    const answers: Answered[] = [];
    for (let index = 0; index < REQUESTS; index++) {
      answers.push(await askSomewhereNew(session, index));
      await sleep(GAP_MS);
    }
    const seen = await Promise.all(models.map((model) => model.seen()));
    return {
      answers,
      waits: answers.map(({ ms }) => ms),
      loads: seen.map(({ length }) => length),
    };
  });
