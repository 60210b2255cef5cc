import type { EditorDocument } from '../../soak/editor.ts';
import type { Measured } from '../../support/bench.ts';
import { percent, printTable } from '../../support/table.ts';
import { Alternator } from './alternator.ts';
import type { Seen } from './messages.ts';
import { ModelProcess } from './modelProcess.ts';
import { headLines } from './places.ts';
import { Session } from './session.ts';
import { withStarted } from './started.ts';

const FILES = 6;
const CALLS = 5;
const ROUNDS = 5;
const SERVERS = 2;
/** Of each file, more than a prompt holds. */
const HEAD_LINES = 220;
const BEHAVIOUR = { firstMs: 30, tokensPerSecond: 1_000, evaluationMsPerToken: 0.25 };
/** As vLLM is asked, and llama.cpp. */
const WAYS = [
  {
    name: 'OpenAI API',
    path: '/v1',
    asked: {
      provider: 'vllm',
      completionApi: 'fim',
      fimTemplate: 'qwen',
      model: 'qwen2.5-coder',
    },
  },
  { name: '/infill', path: '', asked: { provider: 'llamacpp', completionApi: 'infill' } },
] as const;

/** Two servers with a cache of prompts, and six files in turn: how soon the first word comes, beside turns that do not know prompts. */
export async function keptPrompts(): Promise<Measured[]> {
  const ran = await Promise.all(
    WAYS.map(async (way) => {
      const [inTurn, ours] = await Promise.all([visits(way, true), visits(way, false)]);
      return { name: way.name, inTurn, ours };
    }),
  );
  const row = (name: string, { seen, loads, answers }: Ran) => [
    name,
    firstWord(seen).toFixed(0),
    mean(seen.map(({ promptTokens }) => promptTokens)).toFixed(0),
    mean(seen.map(({ evaluatedTokens }) => evaluatedTokens)).toFixed(0),
    loads.join('/'),
    percent(answers, FILES * CALLS * ROUNDS),
  ];
  printTable(
    ['prompts kept', 'first word ms', 'tokens of a prompt', 'evaluated', 'loads', 'by a model'],
    ran.flatMap(({ name, inTurn, ours }) => [
      row(`${name}, in turn`, inTurn),
      row(`${name}, ours`, ours),
    ]),
  );
  return ran.flatMap(({ name, inTurn, ours: { seen, loads } }): Measured[] => [
    {
      name: `prompts kept, ${name}: mean first word, in turn beside ours`,
      value: firstWord(inTurn.seen) / firstWord(seen),
      unit: '×',
      bar: { is: 'atLeast', value: 2 },
    },
    {
      name: `prompts kept, ${name}: most load beside the mean`,
      value: Math.max(...loads) / mean(loads),
      unit: '×',
      bar: { is: 'atMost', value: 1.5 },
    },
  ]);
}

interface Ran {
  readonly seen: readonly Seen[];
  readonly loads: readonly number[];
  /** How many calls a model has answered. */
  readonly answers: number;
}

/** With `isInTurn` the product knows one endpoint, behind which the servers take turns. */
const visits = ({ path, asked }: (typeof WAYS)[number], isInTurn: boolean): Promise<Ran> =>
  withStarted(async (start) => {
    const models = await Promise.all(
      Array.from({ length: SERVERS }, (_, index) =>
        start(ModelProcess.start(BEHAVIOUR, index + 1)),
      ),
    );
    const own = models.map(({ url }) => url);
    const urls = isInTurn ? [(await start(Alternator.start(own))).url] : own;
    const endpoints = urls.map((url, index) => ({
      id: `keeps${index}`,
      url: `${url}${path}`,
      priority: 1,
      ...asked,
    }));
    const settings = { endpoints };
    const session = await start(Session.start({ settings }));
    const documents: EditorDocument[] = [];
    for (let file = 0; file < FILES; file++) {
      const lines = [...headLines(file, HEAD_LINES), ''];
      documents.push(
        await session.editor.open(`file:///bench/file${file}.ts`, 'typescript', lines),
      );
    }
    let answers = 0;
    for (let round = 0; round < ROUNDS; round++) {
      for (const document of documents) answers += await visit(session, document, round);
    }
    const seen = await Promise.all(models.map((model) => model.seen()));
    return { seen: seen.flat(), loads: seen.map(({ length }) => length), answers };
  });

/** Writes some lines at the end of a document, and asks in each; returns how many were answered by a model. */
async function visit(session: Session, document: EditorDocument, round: number): Promise<number> {
  let answers = 0;
  for (let call = 0; call < CALLS; call++) {
    const at = { line: document.lines.length - 1, character: 0 };
    const typed = `const value${round}${call} = `;
    const { from } = await session.typeAndAsk(document, at, typed);
    if (from === 'model') answers++;
    const end = { ...at, character: typed.length };
    await session.editor.edit(document, {
      range: { start: end, end },
      newText: `${round + call};\n`,
    });
  }
  return answers;
}

const firstWord = (seen: readonly Seen[]): number =>
  mean(seen.flatMap(({ firstMs }) => firstMs ?? []));

const mean = (values: readonly number[]): number =>
  values.reduce((sum, each) => sum + each, 0) / values.length;
