import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
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
import { fill } from './filling.ts';

const SEED = 20;
const HEAP_MB = 96;
/** How much faster the server's clock goes: the hour takes four minutes. */
const PACE = 15;
const FAST_CLOCK = pathToFileURL(join(import.meta.dirname, '../soak/fastClock.mjs'));
/** UTF-16 units of each document of a crowd, and how many are opened at once in a part, one after the other; the heap holds them, and little else. */
const LENGTH = 1_500_000;
const CROWDS = [0, 14, 21, 23, 24];
/** Answers of so many units fill what is kept in memory: 64 MB by default. */
const ANSWER = 240_000;
const CHATS = 16;

/** The person's work in a part; settings stay as they are. */
const WORK = { ...partOf(HOUR, PARTS), settingsChanges: 0 };

type Level = PressureSnapshot['level'];

/**
 * A busy hour in a heap of 96 MB: large answers that are kept, each asked for twice, crowds of large documents, and a person who works. The server lives, answers
 * rightly, gives way and takes that back. At the end documents fill the heap.
 */
export async function heap(): Promise<Measured[]> {
  const folder = mkdtempSync(join(tmpdir(), 'aurelis-heap-'));
  const model = await FlakyModel.start(SEED);
  const answers = await answerServer();
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
    const soak = {
      id: 'soak',
      provider: 'openai',
      url: model.url,
      completionApi: 'fim',
      model: 'm',
    };
    const large = { id: 'large', provider: 'openai', url: answers.url, model: 'm' };
    const endpoints = [
      { ...soak, roles: ['completion'] },
      { ...large, roles: ['action'] },
    ];
    await editor.notify('workspace/didChangeConfiguration', {
      settings: { aurelis: { endpoints } },
    });
    let last: Level = 'calm';
    for (let part = 0; part < PARTS; part++) {
      const until = performance.now() + (60 / PARTS) * (60_000 / PACE);
      const crowd = await openCrowd(editor, part);
      await person.work(WORK);
      for (let chat = 0; chat < CHATS; chat++) {
        wrong.push(...(await ask(editor, part * CHATS + chat)));
        await note();
      }
      const highest = await note();
      for (const document of crowd) await editor.close(document);
      await rest(Math.max(1_000, until - performance.now()));
      // V8 collects when it has to: somebody goes on typing.
      await person.work({ ...WORK, keys: 200, files: 0 });
      last = await note();
      const { rss } = await watched.read();
      rows.push([
        `${(60 * (part + 1)) / PARTS} min`,
        highest,
        last,
        `${(rss / 1e6).toFixed(0)} MB`,
      ]);
    }
    const calmedDown = async () => {
      for (let tries = 0; tries < 20 && last !== 'calm'; tries++) {
        await person.work({ ...WORK, keys: 200, files: 0 });
        await rest(2_000);
        last = await note();
      }
    };
    await calmedDown();
    const filling = await fill(editor, SEED, note);
    const { cache } = await watched.lsp.metrics();
    const keptFull = cache.memory.entries;
    wrong.push(...(await ask(editor, PARTS * CHATS)));
    last = await note();
    for (const document of filling) await editor.close(document);
    await calmedDown();
    wrong.push(...(await ask(editor, PARTS * CHATS + 1)));
    console.log(`${filling.length} documents beside each other filled the heap`);
    printTable(['after', 'with a crowd of documents', 'without', 'resident'], rows);
    const { pressure } = await watched.lsp.metrics();
    console.log(
      `levels met ${JSON.stringify(Object.fromEntries(met))}, ${pressure?.steps ?? 0} steps; logged:\n${watched.troubles.join('\n')}`,
    );
    for (const each of wrong) console.log(each);
    const atLeast = (value: number) => ({ is: 'atLeast', value }) as const;
    const atMost = (value: number) => ({ is: 'atMost', value }) as const;
    const told = watched.troubles.filter((line) => line.startsWith('Memory'));
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
        value: new Set(told).size,
        bar: atLeast(4),
      },
      {
        name: 'steps that were not told, or twice',
        unit: '',
        value: Math.abs(told.length - (pressure?.steps ?? 0)),
        bar: atMost(0),
      },
      {
        name: 'times that a full heap was met',
        unit: '',
        value: met.get('drop') ?? 0,
        bar: atLeast(1),
      },
      { name: 'answers kept in memory then', unit: '', value: keptFull, bar: atMost(0) },
      { name: 'not calm at the end', unit: '', value: last === 'calm' ? 0 : 1, bar: atMost(0) },
    ];
  } catch (error) {
    console.log(
      `levels met ${JSON.stringify(Object.fromEntries(met))}; the last lines of the server:`,
    );
    console.log(watched.troubles.slice(-12).join('\n'));
    throw error;
  } finally {
    await watched.stop().catch(() => undefined);
    model.stop();
    answers.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function openCrowd(editor: Editor, part: number) {
  const text = new FreshText(SEED + part);
  const documents = [];
  for (let count = 0; count < (CROWDS[part % CROWDS.length] ?? 0); count++) {
    const lines: string[] = [];
    for (let size = 0; size < LENGTH; ) {
      const block = text.block('typescript', 8);
      lines.push(...block);
      size += block.join('\n').length;
    }
    const uri = `file:///crowd/part${part}/large${count}.ts`;
    documents.push(await editor.open(uri, 'typescript', lines));
  }
  return documents;
}

/** Asks a question twice; the second time it may be known. A wrong answer is told; none, as under pressure there may be, is not. */
async function ask(editor: Editor, count: number): Promise<string[]> {
  const wrong: string[] = [];
  for (const time of ['first', 'second']) {
    const answer = await editor
      .request<{ text: string }>('aurelis/chat', {
        id: `${count} ${time}`,
        model: 'large',
        turns: [{ by: 'user', text: `Question ${count}.` }],
      })
      .catch(() => ({ text: '' }));
    if (answer.text !== '' && answer.text !== answerTo(count))
      wrong.push(`question ${count}, the ${time} time: ${answer.text.length} units`);
  }
  return wrong;
}

const answerTo = (count: number): string => `Answer ${count}. `.repeat(ANSWER / 12);

/** Answers each question rightly. */
async function answerServer(): Promise<{ readonly url: string; readonly stop: () => void }> {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    const count = Number(/Question (\d+)\./.exec(body)?.[1]);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const event = (content: string, finish: string | null) =>
      `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason: finish }] })}\n\n`;
    const text = answerTo(count);
    for (let at = 0; at < text.length; at += 10_000)
      response.write(event(text.slice(at, at + 10_000), null));
    response.end(`${event('', 'stop')}data: [DONE]\n\n`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
