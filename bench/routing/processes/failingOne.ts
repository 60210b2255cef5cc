import type { Measured } from '../../support/bench.ts';
import { printTable } from '../../support/table.ts';
import { openAiEndpoint } from './endpoints.ts';
import { ModelProcess } from './modelProcess.ts';
import { askSomewhereNew } from './places.ts';
import { Session } from './session.ts';
import { withStarted } from './started.ts';

const FIRST = 10;
const REQUESTS = 210;
const HEALTHY = { firstMs: 60, tokensPerSecond: 1_000 };
const FAILING = { ...HEALTHY, failureShare: 1 };

/** One of two equals refuses everything at once: how many requests it still gets, as it counts them. */
export async function failingOne(): Promise<Measured[]> {
  const { reached, unanswered } = await run();
  printTable(
    ['one failing fast', 'reached it', 'at seconds'],
    [
      [
        `${REQUESTS} requests`,
        reached.map(({ index }) => index + 1).join(', '),
        reached.map(({ ms }) => (ms / 1_000).toFixed(1)).join(', '),
      ],
    ],
  );
  const late = reached.filter(({ index }) => index >= FIRST).length;
  return [
    {
      name: 'one failing fast: requests that reach it after the first ten',
      value: (100 * late) / (REQUESTS - FIRST),
      unit: '%',
      bar: { is: 'atMost', value: 2 },
    },
    {
      name: 'one failing fast: requests without an answer of a model',
      value: unanswered,
      unit: '',
      bar: { is: 'atMost', value: 0 },
    },
  ];
}

interface Ran {
  /** Each request that the failing one got: its place in the sequence, and when it had been answered. */
  readonly reached: readonly { readonly index: number; readonly ms: number }[];
  readonly unanswered: number;
}

const run = (): Promise<Ran> =>
  withStarted(async (start) => {
    const healthy = await start(ModelProcess.start(HEALTHY, 1));
    const failing = await start(ModelProcess.start(FAILING, 2));
    const settings = { endpoints: [failing, healthy].map(openAiEndpoint) };
    const session = await start(Session.start({ settings }));
    const reached: { index: number; ms: number }[] = [];
    let unanswered = 0;
    const begin = performance.now();
    for (let index = 0; index < REQUESTS; index++) {
      const { from } = await askSomewhereNew(session, index);
      if (from !== 'model') unanswered++;
      const ms = performance.now() - begin;
      reached.push(...(await failing.seen()).map(() => ({ index, ms })));
    }
    return { reached, unanswered };
  });
