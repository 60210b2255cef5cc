import { setTimeout as sleep } from 'node:timers/promises';
import type { Measured } from '../../support/bench.ts';
import { printTable, quantile } from '../../support/table.ts';
import { ModelProcess } from './modelProcess.ts';
import { askSomewhereNew } from './places.ts';
import { Session } from './session.ts';
import { withStarted } from './started.ts';

const ACTIONS = 6;
/** More than a server works on at once. */
const COMPLETIONS = 8;
const BEGUN_MS = 250;
const GAP_MS = 50;
const GIVE_UP_MS = 10_000;
/** A completion takes longer than an action. */
const BEHAVIOUR = {
  firstMs: 200,
  spread: 0,
  tokensPerSecond: 1_000,
  models: { small: { firstMs: 2_000, tokensPerSecond: 100 } },
};
const SMALL = { completionModel: 'small', completionApi: 'fim' };

interface Setup {
  readonly name: string;
  /** Without `url` and `provider`; each has a server of its own. */
  readonly endpoints: readonly Readonly<Record<string, unknown>>[];
}

const SETUPS: readonly Setup[] = [
  { name: 'one endpoint, two models', endpoints: [{ id: 'both', model: 'large', ...SMALL }] },
  {
    name: 'one endpoint, two models, limits.concurrency 2',
    endpoints: [{ id: 'both', model: 'large', ...SMALL, limits: { concurrency: 2 } }],
  },
  {
    name: 'two endpoints',
    endpoints: [
      { id: 'completions', model: 'small', ...SMALL, roles: ['completion'] },
      { id: 'actions', model: 'large', roles: ['action'] },
    ],
  },
];

/** An action of one model while the completions of another, slow one fill all slots, beside the same action alone. */
export async function actionsBeside(): Promise<Measured[]> {
  const rows: string[][] = [];
  const measured: Measured[] = [];
  for (const setup of SETUPS) {
    const { alone, beside } = await run(setup);
    const [aloneMs, besideMs] = [quantile(alone, 0.5), quantile(beside, 0.5)];
    const longest = [Math.max(...alone), Math.max(...beside)];
    rows.push([setup.name, ...[aloneMs, besideMs, ...longest].map((ms) => ms.toFixed(0))]);
    measured.push({
      name: `an action beside completions of another model, and alone: ${setup.name}`,
      value: besideMs / aloneMs,
      unit: '×',
      bar: { is: 'atMost', value: 1.25 },
    });
  }
  printTable(['an action', 'alone ms', 'beside completions', 'longest alone', 'beside'], rows);
  return measured;
}

const run = ({ endpoints }: Setup): Promise<{ alone: number[]; beside: number[] }> =>
  withStarted(async (start) => {
    const models = await Promise.all(
      endpoints.map((_, index) => start(ModelProcess.start(BEHAVIOUR, index + 1))),
    );
    const settings = {
      endpoints: endpoints.map((each, index) => ({
        provider: 'openai',
        url: `${models[index]?.url}/v1`,
        ...each,
      })),
    };
    const session = await start(Session.start({ settings }));
    const act = async (index: number) => {
      const chatText = `\`\`\`ts\n${twice(index, 'value').join('\n')}\n\`\`\`\n`;
      await Promise.all(models.map((model) => model.behave({ ...BEHAVIOUR, chatText })));
      return fixSomewhereNew(session, index);
    };
    // The first one opens connections.
    await act(0);
    const alone: number[] = [];
    for (let index = 1; index <= ACTIONS; index++) {
      alone.push(await act(index));
      await sleep(GAP_MS);
    }
    const beside: number[] = [];
    let isOver = false;
    let places = 0;
    const typists = Array.from({ length: COMPLETIONS }, async () => {
      while (!isOver) await askSomewhereNew(session, places++);
    });
    await sleep(BEGUN_MS);
    for (let index = 1; index <= ACTIONS && !beside.includes(GIVE_UP_MS); index++) {
      beside.push(await act(ACTIONS + index));
      await sleep(GAP_MS);
    }
    isOver = true;
    await Promise.all(typists);
    return { alone, beside };
  });

const twice = (index: number, value: string): string[] => [
  `function twice${index}(value: number) {`,
  `  return ${value} * 2;`,
  '}',
];

/** Has a problem fixed in a document of its own; returns how long that took in milliseconds, or was waited for in vain. */
async function fixSomewhereNew({ editor }: Session, index: number): Promise<number> {
  const lines = [...twice(index, 'valu'), ''];
  const document = await editor.open(`file:///bench/fix${index}.ts`, 'typescript', lines);
  const range = { start: { line: 1, character: 9 }, end: { line: 1, character: 13 } };
  const waiting = new AbortController();
  const begin = performance.now();
  const fixed = editor.fix(document, range, "Cannot find name 'valu'.");
  const edits = await Promise.race([
    fixed,
    sleep(GIVE_UP_MS, [], { signal: waiting.signal }).catch(() => []),
  ]);
  const ms = performance.now() - begin;
  waiting.abort();
  await editor.close(document);
  return edits.length === 0 ? GIVE_UP_MS : ms;
}
