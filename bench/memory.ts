import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../tools/root.ts';
import { StdioServer } from '../tools/servers/stdioServer.ts';
import type { Bench, Measured } from './support/bench.ts';

const SERVER = join(ROOT, 'dist/server.js');
const DOCUMENTS = 50;
const LINES = 1_250;
/** Documents are learnt two seconds after they were opened. */
const LEARNT_MS = 6_000;

/** The memory of the server's process, empty and with fifty documents of 100 KB open. */
export const memory: Bench = {
  name: 'memory',
  async run(): Promise<Measured[]> {
    const storagePath = mkdtempSync(join(tmpdir(), 'aurelis-bench-'));
    const server = await StdioServer.start({ script: SERVER, storagePath });
    await server.workspaceRead();
    await rest(1_000);
    const empty = residentMegabytes(server);
    for (let index = 0; index < DOCUMENTS; index++) {
      await server.open(uriOf(index), 'typescript', documentText(index));
    }
    await server.metrics();
    await rest(LEARNT_MS);
    const open = residentMegabytes(server);
    for (let index = 0; index < DOCUMENTS; index++) {
      await server.complete(uriOf(index), { line: LINES / 2, character: 20 }, true);
    }
    const used = residentMegabytes(server);
    await server.stop();
    rmSync(storagePath, { recursive: true, force: true });
    return [
      { name: 'empty server', unit: 'MB', value: empty, bar: { is: 'atMost', value: 120 } },
      {
        name: `${DOCUMENTS} documents of 100 KB open and learnt, above that`,
        unit: 'MB',
        value: open - empty,
        bar: { is: 'atMost', value: 40 },
      },
      { name: 'and each asked in once', unit: 'MB', value: used - empty },
    ];
  },
};

const uriOf = (index: number): string => `file:///bench/document${index}.ts`;

/** Every line is another one, as in documents that people write. */
const documentText = (index: number): string =>
  Array.from(
    { length: LINES },
    (_, line) =>
      `export function area${index}(width: number, height: number) { return width * ${line}; }`,
  ).join('\n');

const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function residentMegabytes({ process: { pid } }: StdioServer): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}
