import { join } from 'node:path';
import { method } from '../../server/src/protocol/messages.ts';
import { seededRandom } from '../../tools/random.ts';
import { ROOT } from '../../tools/root.ts';
import { ModelServer } from '../hostile/modelServer.ts';
import { CAPABILITIES, Editor, type EditorDocument } from '../soak/editor.ts';
import { FreshText } from '../soak/freshText.ts';
import type { Measured } from '../support/bench.ts';
import { WatchedProcess } from '../support/watchedProcess.ts';

const SEED = 19;
/** UTF-16 units of a document, and of an answer. */
const DOCUMENT = 2 * 1024 * 1024;
const ANSWER = 256 * 1024;
/** Of an answer, as servers send them. */
const PIECE = 64;
const DOCUMENTS = 3;
const KEYS = 300;
/** Milliseconds between keys: a person who types fast. */
const KEY_MS = 60;

/** How long the event loop is kept while one types in documents of 2 MB, and answers of 256 KB come in beside: completions, chats, fixes. */
export async function loop(): Promise<Measured[]> {
  const text = new FreshText(SEED);
  const random = seededRandom(SEED);
  const answer = linesOf(text, ANSWER).join('\n');
  const model = await ModelServer.start(() => piecesOf(answer));
  const endpoint = { id: 'large', provider: 'openai', url: model.url, model: 'm' };
  const settings = {
    endpoints: [{ ...endpoint, completionApi: 'fim' }],
    completion: { debounceMs: 0 },
  };
  const watched = await WatchedProcess.start({
    script: join(ROOT, 'dist/server.js'),
    settings,
    capabilities: CAPABILITIES,
  });
  try {
    const editor = new Editor(watched.lsp);
    const documents: EditorDocument[] = [];
    for (let count = 0; count < DOCUMENTS; count++) {
      const uri = `file:///pressure/large${count}.ts`;
      documents.push(await editor.open(uri, 'typescript', linesOf(text, DOCUMENT)));
    }
    const opened = await watched.read();
    let asked = 0;
    for (let key = 0; key < KEYS; key++) {
      const document = documents[key % DOCUMENTS] as EditorDocument;
      const line = Math.floor(random() * document.lines.length);
      const start = { line, character: document.lines[line]?.length ?? 0 };
      const newText = `\n    ${text.name()}`;
      await editor.edit(document, { range: { start, end: start }, newText });
      const at = { line: line + 1, character: newText.length - 1 };
      void editor.suggestion(document, at).then(() => asked++);
      if (key % 20 === 0) void chat(editor, key).then(() => asked++);
      if (key % 30 === 10) void looks(editor);
      if (key % 50 === 25) void fix(editor, document, line);
      await rest(KEY_MS);
    }
    await rest(2_000);
    const typed = await watched.read();
    if (asked < KEYS / 2) throw new Error(`only ${asked} requests were answered`);
    console.log(
      `${asked} answers; ${typed.turns} turns; longest ${typed.cpuMs.toFixed(1)} ms of the processor, ${typed.wallMs.toFixed(1)} ms by the clock; while opening ${opened.cpuMs.toFixed(1)} ms`,
    );
    const bar = { is: 'atMost', value: 10 } as const;
    return [
      { name: 'event loop p99', unit: 'ms', value: typed.p99CpuMs, bar },
      { name: 'event loop p99, by the clock of this machine', unit: 'ms', value: typed.p99WallMs },
      { name: 'longest turn', unit: 'ms', value: typed.cpuMs },
    ];
  } finally {
    await watched.stop();
    model.stop();
  }
}

const chat = (editor: Editor, count: number): Promise<unknown> =>
  editor
    .request('aurelis/chat', {
      id: `chat${count}`,
      model: 'large',
      turns: [{ by: 'user', text: `Say ${count}` }],
    })
    .catch(() => undefined);

/** Looks at the panel, with its history and report, and at what is cached. */
const looks = (editor: Editor): Promise<unknown> =>
  Promise.all([
    editor.request(method.metrics),
    editor.request(method.history, { range: '24h' }),
    editor.request(method.report, { range: '24h' }),
    editor.request(method.exposition),
    editor.request(method.cacheContents),
  ]);

/** Asks for a fix: the answer is far too long for it, and is read all the same. */
const fix = (editor: Editor, document: EditorDocument, line: number): Promise<unknown> =>
  editor.fix(
    document,
    { start: { line, character: 0 }, end: { line, character: 1 } },
    `Cannot find line ${line}`,
  );

function linesOf(text: FreshText, length: number): string[] {
  const lines: string[] = [];
  for (let size = 0; size < length; ) {
    const block = text.block('typescript', 8);
    lines.push(...block);
    size += block.reduce((sum, line) => sum + line.length + 1, 0);
  }
  return lines;
}

function* piecesOf(answer: string): Generator<string> {
  for (let at = 0; at < answer.length; at += PIECE) yield answer.slice(at, at + PIECE);
}

const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
