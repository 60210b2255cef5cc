import type { Endpoint } from '../../server/src/domain/endpoint.ts';
import { anEndpoint } from '../../tools/testing/requests.ts';
import type { Bench, Measured } from '../support/bench.ts';
import { printTable } from '../support/table.ts';
import { LAYOUTS, type Layout, type LayoutTools } from './layouts.ts';
import { live } from './live.ts';
import { type Half, type Project, projects } from './project.ts';
import { replayed } from './replay.ts';
import type { Evaluated } from './simulatedServer.ts';

/** One that writes the model's prompt itself, and one for which we do. */
const SERVERS: readonly Endpoint[] = [
  anEndpoint({ provider: 'llamacpp', completionApi: 'infill' }),
  anEndpoint({ provider: 'vllm', completionApi: 'fim', fimTemplate: 'qwen' }),
];

type Run = (
  project: Project,
  layoutOf: (tools: LayoutTools) => Layout,
  endpoint: Endpoint,
) => Promise<Evaluated[]>;

/**
 * Tokens that a local server evaluates for each call, by a simulated key-value cache, beside the layout of before and that of llama.vim.
 * `AURELIS_HALF=tune` measures the packages that the layout was made on.
 */
export const prompts: Bench = {
  name: 'prompts',
  async run() {
    const half: Half = process.env.AURELIS_HALF === 'tune' ? 'tune' : 'judge';
    const some = projects(half);
    console.log(`${some.length} files of other people's packages, of the half to ${half}`);
    const found: Measured[] = [];
    for (const endpoint of SERVERS) {
      found.push(...(await compare('replayed', replayed, 0.3, some, endpoint)));
      found.push(...(await compare('live', live, 0.45, some, endpoint)));
    }
    return found;
  },
};

async function compare(
  name: string,
  run: Run,
  bar: number,
  some: readonly Project[],
  endpoint: Endpoint,
): Promise<Measured[]> {
  const rows: string[][] = [];
  const means = new Map<string, number>();
  /** With what was evaluated ahead. */
  const sums = new Map<string, number>();
  for (const [layout, layoutOf] of Object.entries(LAYOUTS)) {
    const all: Evaluated[] = [];
    for (const project of some) all.push(...(await run(project, layoutOf, endpoint)));
    const calls = all.filter(({ isAhead }) => isAhead === undefined);
    const ahead = all
      .filter(({ isAhead }) => isAhead)
      .reduce((sum, each) => sum + each.evaluated, 0);
    const mean = (of: (call: Evaluated) => number) =>
      calls.reduce((sum, call) => sum + of(call), 0) / calls.length;
    const evaluated = mean((call) => call.evaluated);
    const large = calls.filter((call) => call.evaluated > 800);
    const share = large.reduce((sum, call) => sum + call.evaluated, 0) / (evaluated * calls.length);
    means.set(layout, evaluated);
    sums.set(layout, evaluated + ahead / calls.length);
    rows.push([
      layout,
      String(calls.length),
      mean((call) => call.tokens).toFixed(0),
      evaluated.toFixed(0),
      (ahead / calls.length).toFixed(0),
      `${((100 * large.length) / calls.length).toFixed(0)} % (${(100 * share).toFixed(0)} % of tokens)`,
    ]);
  }
  const title = `${endpoint.provider}, ${name}`;
  printTable([title, 'calls', 'tokens', 'evaluated', 'ahead', 'calls of > 800'], rows);
  const [former = Number.NaN] = means.values();
  return [
    {
      name: `${title}: evaluated tokens a call, of those before`,
      unit: '×',
      value: (means.get('ours') ?? Number.NaN) / former,
      bar: { is: 'atMost', value: bar },
    },
    {
      name: `${title}: with those evaluated ahead`,
      unit: '×',
      value: (sums.get('ours') ?? Number.NaN) / former,
    },
  ];
}
