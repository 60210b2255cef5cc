import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { StdioServer } from '../../tools/servers/stdioServer.ts';
import { waitFor } from '../../tools/waitFor.ts';
import { completionServer } from '../support/completionServer.ts';

const RECORD = join(import.meta.dirname, 'record.ts');
const MAIN = join(import.meta.dirname, '../../server/src/app/main.ts');
const URI = 'file:///project/cart.ts';
const BEFORE = `import { Item } from './item.ts';

/** The price of all items together. */
export function total(items: readonly Item[]): number {
  let sum = 0;
  for (const item of items) {
    sum +`;
const AFTER = `
  }
  return sum;
}
`;
const ANSWER = ' item.price * item.quantity;';
/** The key that asks the model, and the one that types the beginning of its answer. */
const [ASKING, INTO] = ['=', ' '];
/** In milliseconds: the stream's end, its storing included, belongs to the key that began it. */
const STREAM_ENDS_MS = 60;
/** In milliseconds, for a signal to arrive. */
const SIGNAL_MS = 20;

/** A file for each function entered, in order. */
export interface Recordings {
  readonly asking: readonly string[];
  readonly into: readonly string[];
}

/** Types two keys into the server, which runs as it would for any editor, and records what they enter. */
export async function runScenario(pieces: number): Promise<Recordings> {
  const folder = mkdtempSync(join(tmpdir(), 'aurelis-moves-'));
  const output = join(folder, 'entered.json');
  const record = pathToFileURL(RECORD);
  record.searchParams.set('output', output);
  const model = await completionServer(() => ANSWER, pieces);
  const server = await StdioServer.start({
    script: MAIN,
    nodeArguments: ['--import', record.href],
    storagePath: folder,
    settings: {
      endpoints: [{ id: 'scripted', provider: 'openai', url: model.url, model: 'scripted' }],
    },
  });
  await server.open(URI, 'typescript', BEFORE + AFTER);
  await server.workspaceRead();
  // The next snapshot of the metrics goes out a second after this one: not while something is recorded.
  const snapshot = new Promise<void>((resolve) => {
    server.client.onNotification('aurelis/metricsChanged', () => resolve());
  });
  await server.complete(URI, { line: 0, character: 2 }, false);
  await snapshot;
  const signal = async () => {
    server.process.kill('SIGUSR2');
    await sleep(SIGNAL_MS);
  };
  const keystroke = async (typed: string, version: number, afterMs: number) => {
    await signal();
    const contentChanges = [{ text: BEFORE + typed + AFTER }];
    const textDocument = { uri: URI, version };
    await server.client.sendNotification('textDocument/didChange', {
      textDocument,
      contentChanges,
    });
    const lines = (BEFORE + typed).split('\n');
    const position = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
    const item = await server.complete(URI, position, false);
    if (item === undefined) throw new Error(`Nothing is shown behind ${JSON.stringify(typed)}`);
    await sleep(afterMs);
    await signal();
    await waitFor('the recording', () => existsSync(output));
    const entered: string[] = JSON.parse(readFileSync(output, 'utf8'));
    rmSync(output);
    return entered;
  };
  const asking = await keystroke(ASKING, 2, STREAM_ENDS_MS);
  const into = await keystroke(ASKING + INTO, 3, 0);
  await server.stop();
  model.stop();
  rmSync(folder, { recursive: true, force: true });
  return { asking, into };
}
