import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageExtension } from '../tools/package/packageExtension.ts';
import { ROOT } from '../tools/root.ts';
import { StdioServer } from '../tools/servers/stdioServer.ts';
import type { Bench, Measured } from './support/bench.ts';
import { completionServer } from './support/completionServer.ts';
import { printTable, quantile } from './support/table.ts';

const SERVER = join(ROOT, 'dist/server.js');
const ECHO = join(import.meta.dirname, 'support/echoServer.ts');
const URI = 'file:///bench/large.ts';
const ROUNDS = 40;
const SUGGESTION = 'const result = compute(first, second);';
const atMost = (value: number) => ({ is: 'atMost', value }) as const;

/**
 * How long a locally served suggestion takes over stdio in a document of 200 KB, each keystroke's
 * change sent first, beside a server that does nothing; start-up times; sizes of what is shipped.
 */
export const latency: Bench = {
  name: 'latency',
  run: async () => [...(await roundTrips()), ...(await startUp()), ...sizes()],
};

async function roundTrips(): Promise<Measured[]> {
  const upstream = await completionServer(() => SUGGESTION);
  const endpoint = { id: 'bench', provider: 'openai', url: upstream.url, model: 'm' };
  const settings = { endpoints: [endpoint], completion: { debounceMs: 0 } };
  const storagePath = mkdtempSync(join(tmpdir(), 'aurelis-bench-'));
  const ours = await StdioServer.start({ script: SERVER, settings, storagePath });
  const echo = await StdioServer.start({ script: ECHO });
  const line = 1_900;
  const above = 'export function area(width: number, height: number) {\n'.repeat(line);
  const below = 'const value = area(1, 2); // something to fill the line\n'.repeat(1_800);
  const document = `${above}let x;\n${below}`;
  for (const server of [ours, echo]) await server.open(URI, 'typescript', document);
  const ourMs: number[] = [];
  const echoMs: number[] = [];
  // Interleaved, so that both meet the same machine; the first rounds warm up and do not count.
  for (let round = 0; round < ROUNDS + 5; round++) {
    const isCounted = round >= 5;
    await typeThrough(ours, line, round, isCounted ? ourMs : []);
    await typeThrough(echo, line, round, isCounted ? echoMs : []);
  }
  const { completions } = await ours.metrics();
  await Promise.all([ours.stop(), echo.stop()]);
  upstream.stop();
  rmSync(storagePath, { recursive: true });
  const row = (name: string, values: readonly number[]) => [
    name,
    String(values.length),
    ...[0.5, 0.95, 0.99].map((share) => `${quantile(values, share).toFixed(2)} ms`),
  ];
  printTable(
    ['round trip', 'count', 'p50', 'p95', 'p99'],
    [row('ours', ourMs), row('echo', echoMs)],
  );
  const ratio = quantile(ourMs, 0.5) / quantile(echoMs, 0.5);
  return [
    { name: 'locally served: p50', unit: 'ms', value: quantile(ourMs, 0.5), bar: atMost(0.6) },
    { name: 'locally served: p99', unit: 'ms', value: quantile(ourMs, 0.99), bar: atMost(4) },
    { name: 'p50 beside the echo server', unit: '×', value: ratio, bar: atMost(2) },
    {
      name: 'of these served locally',
      unit: '%',
      value: (100 * completions.fromTrie) / (completions.fromTrie + completions.shown - 1),
      bar: { is: 'atLeast', value: 99 },
    },
  ];
}

/** Types the suggestion on a fresh line; the first keystroke of the first round is the only miss. */
async function typeThrough(
  server: StdioServer,
  line: number,
  round: number,
  times: number[],
): Promise<void> {
  let version = 2 + round * 100;
  const change = (start: number, end: number, text: string) =>
    server.client.sendNotification('textDocument/didChange', {
      textDocument: { uri: URI, version: version++ },
      contentChanges: [
        { range: { start: { line, character: start }, end: { line, character: end } }, text },
      ],
    });
  await change(0, 6, '');
  await server.complete(URI, { line, character: 0 }, false);
  for (let typed = 1; typed < SUGGESTION.length; typed++) {
    const begin = performance.now();
    await change(typed - 1, typed - 1, SUGGESTION[typed - 1] ?? '');
    const item = await server.complete(URI, { line, character: typed }, false);
    times.push(performance.now() - begin);
    if (item === undefined) throw new Error(`No suggestion after ${typed} characters`);
  }
  await change(0, SUGGESTION.length - 1, 'let x;');
}

async function startUp(): Promise<Measured[]> {
  const activation: number[] = [];
  const ready: number[] = [];
  for (let round = 0; round < 9; round++) {
    const script = join(import.meta.dirname, 'support/activation.cjs');
    const { stdout, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
    if (stderr !== '') throw new Error(stderr);
    activation.push(JSON.parse(stdout).totalMs);
    // A folder of its own: how long a start takes must not depend on what this machine's user has counted.
    const storagePath = mkdtempSync(join(tmpdir(), 'aurelis-bench-'));
    const begin = performance.now();
    const server = await StdioServer.start({ script: SERVER, storagePath });
    await server.metrics();
    ready.push(performance.now() - begin);
    await server.stop();
    rmSync(storagePath, { recursive: true });
  }
  return [
    {
      name: 'client: load and activate (median)',
      unit: 'ms',
      value: quantile(activation, 0.5),
      bar: atMost(50),
    },
    {
      name: 'server: start to first answer (median)',
      unit: 'ms',
      value: quantile(ready, 0.5),
      bar: atMost(300),
    },
  ];
}

function sizes(): Measured[] {
  const kilobytes = (file: string) => statSync(join(ROOT, file)).size / 1000;
  return [
    { name: 'client bundle', unit: 'KB', value: kilobytes('dist/client.cjs'), bar: atMost(520) },
    {
      name: 'server bundle',
      unit: 'KB',
      value: kilobytes('dist/languageServer.js'),
      bar: atMost(1_500),
    },
    {
      name: '.vsix',
      unit: 'KB',
      value: statSync(packageExtension()).size / 1000,
      bar: atMost(2_000),
    },
  ];
}
