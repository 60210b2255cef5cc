import { setTimeout as sleep } from 'node:timers/promises';
import { recorder } from './record.ts';

/** Run by the bench in a process of its own: prints as JSON which files two keystrokes lead through. */

const { begin, end } = recorder();
const { lspPair } = await import('../../test/support/lspPair.ts');
const { ScriptedUpstream } = await import('../../test/support/scriptedUpstream.ts');

const URI = 'file:///project/cart.ts';
const BEFORE = `import { Item } from './item.ts';

/** The price of all items together. */
export function total(items: readonly Item[]): number {
  let sum = 0;
  for (const item of items) `;
const AFTER = `
  return sum;
}
`;
const ANSWER = '\n    sum += item.price * item.quantity;\n  }';
/** The key that asks the model, and the one that types the beginning of its answer. */
const [ASKING, INTO] = ['{', '\n'];
/** How many pieces the answer comes in, and the milliseconds between them, so that each is read by itself. */
const CHUNKS = Number(process.argv[2]);
const CHUNK_MS = 5;
/** In milliseconds: the stream's end, its storing included, belongs to the key that began it. */
const STREAM_ENDS_MS = 60;
/** In milliseconds: after this, all that a keystroke has set off is over. */
const SETTLED_MS = 300;

const plan = { chunks: pieces(ANSWER, CHUNKS), chunkDelayMs: CHUNK_MS };
const upstream = await new ScriptedUpstream(() => plan).start();
const pair = await lspPair({
  settings: {
    endpoints: [{ id: 'scripted', provider: 'openai', url: upstream.url, model: 'scripted' }],
  },
});
await pair.open(URI, BEFORE + AFTER);
await sleep(SETTLED_MS);
const asking = await keystroke(ASKING, 2, CHUNKS * CHUNK_MS + STREAM_ENDS_MS);
const into = await keystroke(ASKING + INTO, 3, 0);
console.log(JSON.stringify({ asking, into }));
await pair.close();
await upstream.stop();

async function keystroke(typed: string, version: number, afterMs: number): Promise<string[]> {
  begin();
  await pair.change(URI, version, BEFORE + typed + AFTER);
  const lines = (BEFORE + typed).split('\n');
  const position = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
  const item = await pair.complete(URI, position);
  if (item === undefined) throw new Error(`Nothing is shown behind ${JSON.stringify(typed)}`);
  await sleep(afterMs);
  const entries = end();
  await sleep(SETTLED_MS);
  return entries;
}

function pieces(text: string, count: number): string[] {
  const size = Math.ceil(text.length / count);
  return Array.from({ length: count }, (_, index) => text.slice(index * size, (index + 1) * size));
}
