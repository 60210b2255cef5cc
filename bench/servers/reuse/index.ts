import { installEngine } from '../../../tools/localModel/installEngine.ts';
import { LocalModel } from '../../../tools/localModel/localModel.ts';
import type { Measured } from '../../support/bench.ts';
import { percent, printTable } from '../../support/table.ts';
import { LayoutOf2026 } from './layoutOf2026.ts';
import { type LiveSession, live } from './live.ts';
import { LlamaVim } from './llamaVim.ts';
import { HALVES, type Project, projects } from './project.ts';
import { replay, type Session } from './replay.ts';
import type { Exchange, Machine } from './virtualServer.ts';

/** A laptop without a graphics card over a small model. */
const LAPTOP: Machine = { promptTokensPerSecond: 120, answerTokensPerSecond: 30 };
/** Of what the layout of 2026-11-26 costs at the same places. */
const BARS = { replayed: 0.3, live: 0.45 } as const;

type Half = keyof typeof HALVES;
type Mode = keyof typeof BARS;

/** Tokens that a local model evaluates for a call: with the product, and with other layouts at the places of its calls. */
export async function promptReuse(): Promise<Measured[]> {
  installEngine();
  const model = await LocalModel.begin();
  console.log(`prompts evaluated by: ${model.engine}`);
  const figures: Measured[] = [];
  const rows: string[][] = [];
  for (const half of Object.keys(HALVES) as Half[]) {
    const files = projects(half);
    for (const mode of Object.keys(BARS) as Mode[]) {
      const measured = await measure(half, mode, files, model);
      rows.push(...measured.rows);
      figures.push(...measured.figures);
    }
  }
  await model.stop();
  const columns = ['prompt reuse', 'calls', 'tokens/call', 'reused', 'ahead/call', 'all/call'];
  printTable(columns, rows);
  return figures;
}

async function measure(half: Half, mode: Mode, files: readonly Project[], model: LocalModel) {
  const totals = new Map<string, Exchange[]>();
  const add = (name: string, exchanges: readonly Exchange[]) =>
    totals.set(name, [...(totals.get(name) ?? []), ...exchanges]);
  const sessions: Session[] = [];
  for (const project of files) {
    await model.forget();
    const run = mode === 'live' ? live : replay;
    const session = await run(project, model, LAPTOP);
    sessions.push(session);
    add('ours', session.exchanges);
    for (const layout of [new LayoutOf2026(), new LlamaVim()]) {
      await model.forget();
      add(layout.name, await session.recording.laidOut(model, layout));
    }
  }
  const name = (layout: string) => `${half}, ${mode}: ${layout}`;
  const rows = [...totals].map(([layout, exchanges]) => [name(layout), ...columnsOf(exchanges)]);
  const before = perCall(totals.get(new LayoutOf2026().name) ?? []).all;
  const ours = perCall(totals.get('ours') ?? []);
  const figures: Measured[] = [
    {
      name: `${half}, ${mode}: tokens evaluated per call, of the layout of 2026-11-26`,
      value: ours.all / before,
      unit: '×',
      bar: { is: 'atMost', value: BARS[mode] },
    },
  ];
  if (mode === 'live') figures.push(pauses(half, sessions as LiveSession[]));
  return { rows, figures };
}

/** Tokens evaluated for each call that asks for text: while somebody waits for it, and all, with what was evaluated ahead. */
function perCall(exchanges: readonly Exchange[]) {
  const sum = (some: readonly Exchange[]) => some.reduce((all, each) => all + each.evaluated, 0);
  const calls = exchanges.filter(({ isAhead }) => !isAhead);
  const count = Math.max(1, calls.length);
  return { calls: calls.length, waited: sum(calls) / count, all: sum(exchanges) / count };
}

function columnsOf(exchanges: readonly Exchange[]): string[] {
  const { calls, waited, all } = perCall(exchanges);
  const asked = exchanges.filter(({ isAhead }) => !isAhead);
  const reused = asked.reduce((sum, each) => sum + each.reused, 0);
  const evaluated = asked.reduce((sum, each) => sum + each.evaluated, 0);
  return [
    String(calls),
    waited.toFixed(0),
    percent(reused, reused + evaluated),
    (all - waited).toFixed(0),
    all.toFixed(0),
  ];
}

/** No bar: what is shown in a pause depends on more than on prompts. */
function pauses(half: Half, sessions: readonly LiveSession[]): Measured {
  const sum = (of: (session: LiveSession) => number) =>
    sessions.reduce((all, session) => all + of(session), 0);
  console.log(
    `${half}: ${sum(({ keystrokes }) => keystrokes)} keys, ` +
      `${sum(({ exchanges }) => exchanges.length)} requests`,
  );
  return {
    name: `${half}, live: pauses of a second and more that end with a suggestion`,
    value: (100 * sum(({ pausesWithItem }) => pausesWithItem)) / sum((each) => each.pauses),
    unit: '%',
  };
}
