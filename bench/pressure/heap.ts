import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PressureSnapshot } from '../../server/src/protocol/pressure.ts';
import { ROOT } from '../../tools/root.ts';
import { CAPABILITIES, Editor } from '../soak/editor.ts';
import { FlakyModel } from '../soak/flakyModel.ts';
import { FreshText } from '../soak/freshText.ts';
import { HOUR, PARTS, partOf } from '../soak/hour.ts';
import { Person } from '../soak/person.ts';
import type { Measured } from '../support/bench.ts';
import { printTable } from '../support/table.ts';
import { WatchedProcess } from '../support/watchedProcess.ts';

const SEED = 20;
const HEAP_MB = 96;
/** How much faster the server's clock goes: the hour takes four minutes. */
const PACE = 15;
const FAST_CLOCK = pathToFileURL(join(import.meta.dirname, '../soak/fastClock.mjs'));
/** Documents that are opened at once in each second part, and UTF-16 units of each. */
const LARGE = { documents: 14, length: 1_500_000 };

type Level = PressureSnapshot['level'];

/**
 * A busy hour in a heap of 96 MB, with a crowd of large documents opened and closed in each second part: the server lives, answers, gives way and takes it back.
 */
export async function heap(): Promise<Measured[]> {
  const folder = mkdtempSync(join(tmpdir(), 'aurelis-heap-'));
  const model = await FlakyModel.start(SEED);
  const watched = await WatchedProcess.start({
    script: join(ROOT, 'dist/server.js'),
    folder,
    capabilities: CAPABILITIES,
    nodeArguments: [`--max-old-space-size=${HEAP_MB}`, '--import', `${FAST_CLOCK.href}?by=${PACE}`],
  });
  const editor = new Editor(watched.lsp);
  const person = new Person(editor, model, folder, SEED);
  const met = new Map<Level, number>();
  const note = async (): Promise<Level> => {
    const { pressure } = await watched.lsp.metrics();
    const level = pressure?.level ?? 'calm';
    met.set(level, (met.get(level) ?? 0) + 1);
    return level;
  };
  const [rows, wrong]: [string[][], string[]] = [[], []];
  try {
    await person.configure();
    let last: Level = 'calm';
    for (let part = 0; part < PARTS; part++) {
      const until = performance.now() + (60 / PARTS) * (60_000 / PACE);
      const crowd = part % 2 === 0 ? await openCrowd(editor, part) : [];
      const highest = await note();
      await person.work(partOf(HOUR, PARTS));
      wrong.push(...(await looksRight(editor, model, part)));
      await note();
      for (const document of crowd) await editor.close(document);
      await rest(Math.max(1_000, until - performance.now()));
      // V8 collects when it has to: somebody goes on typing.
      await person.work({ ...partOf(HOUR, PARTS * 4), files: 0 });
      last = await note();
      const { rss } = await watched.read();
      rows.push([
        `${(60 * (part + 1)) / PARTS} min`,
        highest,
        last,
        `${(rss / 1e6).toFixed(0)} MB`,
      ]);
    }
    for (let tries = 0; tries < 20 && last !== 'calm'; tries++) {
      await person.work({ ...partOf(HOUR, PARTS * 4), files: 0 });
      await rest(2_000);
      last = await note();
    }
    printTable(['after', 'with a crowd of documents', 'without', 'resident'], rows);
    const { pressure } = await watched.lsp.metrics();
    console.log(
      `levels met ${JSON.stringify(Object.fromEntries(met))}, ${pressure?.steps ?? 0} steps; logged:\n${watched.troubles.join('\n')}`,
    );
    for (const each of wrong) console.log(each);
    const atLeast = (value: number) => ({ is: 'atLeast', value }) as const;
    const atMost = (value: number) => ({ is: 'atMost', value }) as const;
    const told = new Set(watched.troubles.filter((line) => line.startsWith('Memory:')));
    return [
      {
        name: 'parts of the hour lived through',
        unit: '',
        value: rows.length,
        bar: atLeast(PARTS),
      },
      { name: 'answers that were wrong', unit: '', value: wrong.length, bar: atMost(0) },
      {
        name: 'kinds of steps told, the way back included',
        unit: '',
        value: told.size,
        bar: atLeast(4),
      },
      { name: 'not calm at the end', unit: '', value: last === 'calm' ? 0 : 1, bar: atMost(0) },
    ];
  } finally {
    await watched.stop().catch(() => undefined);
    model.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function openCrowd(editor: Editor, part: number) {
  const text = new FreshText(SEED + part);
  const documents = [];
  for (let count = 0; count < LARGE.documents; count++) {
    const lines: string[] = [];
    for (let size = 0; size < LARGE.length; ) {
      const block = text.block('typescript', 8);
      lines.push(...block);
      size += block.join('\n').length;
    }
    const uri = `file:///crowd/part${part}/large${count}.ts`;
    documents.push(await editor.open(uri, 'typescript', lines));
  }
  return documents;
}

/** Asks a question with one right answer: a wrong one is told; none, as under pressure there may be, is not. */
async function looksRight(editor: Editor, model: FlakyModel, part: number): Promise<string[]> {
  const before = model.answer;
  const right = `value${part} = compute(${part});`;
  model.answer = () => right;
  try {
    const uri = `file:///crowd/asked${part}.ts`;
    const lines = ['function asked() {', '    const ', '}', ''];
    const document = await editor.open(uri, 'typescript', lines);
    const item = await editor.suggestion(document, { line: 1, character: 10 }, true);
    await editor.close(document);
    const said = item?.insertText ?? '';
    const text = typeof said === 'string' ? said : said.value;
    return text === '' || text.includes(right) ? [] : [`part ${part}: ${text}`];
  } finally {
    model.answer = before;
  }
}

const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
