import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { systemClock } from '../server/src/base/clock.ts';
import { PREDICTION_WINDOW } from '../server/src/domain/predictor.ts';
import { NOTHING_EXCLUDED, SharingPolicy } from '../server/src/privacy/sharingPolicy.ts';
import {
  type CollectedFile,
  type CollectOptions,
  collectFiles,
} from '../server/src/workspace/host/collectFiles.ts';
import { WorkspaceModel } from '../server/src/workspace/model/workspaceModel.ts';
import { ROOT } from '../tools/root.ts';
import { StdioServer } from '../tools/servers/stdioServer.ts';
import { divide, sourcesOf } from '../tools/sources.ts';
import type { Bench, Measured } from './support/bench.ts';
import { percent, printTable, quantile } from './support/table.ts';
import { emptySession, type Session, typeInto } from './support/typist.ts';

/** Packages that ship TypeScript sources; none of them trains the predictor (`npm run train`). */
const PACKAGES = ['rxjs', 'effect', '@trpc/server', 'zod'];
/** The first eight were looked at while the predictor was built. */
const FILES_PER_PACKAGE = 24;
const ACCEPT_RATES = [0.05, 0.5];
/** Users of each kind over the same lines: chance evens out. */
const USERS = 2;

/**
 * How well the `workspace` endpoint does on files that it has not seen, and what its index costs: of
 * what it shows, how often the first token and the whole are right; how often it speaks.
 */
export const workspace: Bench = {
  name: 'workspace',
  async run() {
    const sessions = ACCEPT_RATES.map(() => new Map<string, Session>());
    for (const name of PACKAGES) typeIntoPackage(name, sessions);
    ACCEPT_RATES.forEach((rate, index) => {
      printSessions(rate, sessions[index] ?? new Map());
    });
    return [...quality(sessions.map((each) => [...each.values()])), ...(await indexCosts())];
  },
};

function typeIntoPackage(name: string, sessions: readonly Map<string, Session>[]): void {
  const { indexed, heldOut } = divide(sourcesOf(name, 'src/**/*.ts'), FILES_PER_PACKAGE);
  const model = new WorkspaceModel();
  for (const { path, text } of indexed) model.learnFile(path, text);
  model.prepare();
  const suggest = (uri: string, before: string, after: string) =>
    model.predict({
      uri,
      languageId: 'typescript',
      prefix: before.slice(-PREDICTION_WINDOW.prefix),
      suffix: after.slice(0, PREDICTION_WINDOW.suffix),
      maxLines: 12,
    })?.text;
  ACCEPT_RATES.forEach((rate, index) => {
    const session = emptySession();
    for (const file of heldOut) {
      for (let seed = 0; seed < USERS; seed++) typeInto(file, suggest, rate, session, seed);
    }
    sessions[index]?.set(`${name} (${heldOut.length} files)`, session);
  });
}

function printSessions(rate: number, sessions: ReadonlyMap<string, Session>): void {
  console.log(`\nUsers who take a right suggestion with ${100 * rate} % per keystroke`);
  const rows = [...sessions, ['all', sum([...sessions.values()])] as const].map(([name, each]) => [
    name,
    percent(each.landed, each.characters),
    percent(each.firstRight, each.shows),
    percent(each.wholeRight, each.shows),
    percent(each.visible, each.keystrokes),
    percent(each.visibleFirstRight, each.visible),
    percent(each.visibleWholeRight, each.visible),
    `${quantile(each.queryMs, 0.5).toFixed(1)} ms`,
    `${quantile(each.queryMs, 0.95).toFixed(1)} ms`,
  ]);
  const columns = [
    'package',
    'landed',
    'new: first right',
    'whole',
    'speaks',
    'standing: first',
    'whole',
  ];
  printTable([...columns, 'p50', 'p95'], rows);
}

function sum(sessions: readonly Session[]): Session {
  const total = emptySession();
  for (const session of sessions) {
    for (const name of COUNTED) total[name] += session[name];
    for (const ms of session.queryMs) total.queryMs.push(ms);
  }
  return total;
}

const COUNTED = [
  'keystrokes',
  'visible',
  'visibleFirstRight',
  'visibleWholeRight',
  'shows',
  'firstRight',
  'wholeRight',
  'characters',
  'landed',
] as const satisfies readonly (keyof Session)[];

/** The sessions of each accept rate, one a package. A suggestion counts once, when it appears: the stricter way. */
function quality(sessions: readonly (readonly Session[])[]): Measured[] {
  const [rarely = [], often = []] = sessions;
  const share = (part: number, whole: number) => (100 * part) / Math.max(1, whole);
  const atLeast = (name: string, value: number, bar: number): Measured => ({
    name,
    value,
    unit: '%',
    bar: { is: 'atLeast', value: bar },
  });
  const landed = ({ landed: part, characters }: Session) => share(part, characters);
  const [total, totalOften] = [sum(rarely), sum(often)];
  return [
    atLeast('landed at 5 %', landed(total), 15),
    atLeast('landed at 50 %', landed(totalOften), 33),
    atLeast('landed at 5 %, worst package', Math.min(...rarely.map(landed)), 8),
    atLeast('landed at 50 %, worst package', Math.min(...often.map(landed)), 20),
    atLeast('first token right', share(total.firstRight, total.shows), 90),
    atLeast('whole text right', share(total.wholeRight, total.shows), 75),
    { name: 'speaks at keystrokes', unit: '%', value: share(total.visible, total.keystrokes) },
    {
      name: 'query p95',
      unit: 'ms',
      value: quantile(total.queryMs, 0.95),
      bar: { is: 'atMost', value: 10 },
    },
  ];
}

/** Packages that together hold more than 32 MB of text files. */
const LARGE = [
  'effect',
  'rxjs',
  'zod',
  '@azure',
  'undici',
  'playwright-core',
  'knip',
  'typescript',
  '@types',
];

/** The built server over a workspace of 32 MB: how long it reads, what it holds, how fast it answers. */
async function indexCosts(): Promise<Measured[]> {
  const folder = mkdtempSync(join(tmpdir(), 'aurelis-bench-'));
  try {
    const files = copyLargeWorkspace(folder);
    const inProcess = fullIndexQueries(folder, files);
    const begin = performance.now();
    const server = await StdioServer.start({
      script: join(ROOT, 'dist/server.js'),
      folder,
      storagePath: folder,
    });
    await server.workspaceRead();
    const seconds = (performance.now() - begin) / 1000;
    const indexed = residentMegabytes(server);
    const queryMs = await askEverywhere(server, files);
    const afterUse = residentMegabytes(server);
    await server.stop();
    const atMost = (value: number) => ({ is: 'atMost', value }) as const;
    return [
      { name: 'server with a full index', unit: 'MB', value: indexed, bar: atMost(200) },
      { name: 'and 25 large documents open', unit: 'MB', value: afterUse },
      { name: 'start to full index', unit: 's', value: seconds, bar: atMost(4) },
      {
        name: 'query p95 with a full index, typing on',
        unit: 'ms',
        value: quantile(inProcess.typing, 0.95),
        bar: atMost(10),
      },
      {
        name: 'the same at a new place',
        unit: 'ms',
        value: quantile(inProcess.fresh, 0.95),
        bar: atMost(10),
      },
      {
        name: 'the same over stdio, documents being opened and learnt',
        unit: 'ms',
        value: quantile(queryMs, 0.95),
        bar: atMost(10),
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Copies 32 MB of sources; returns some of them that are large. */
function copyLargeWorkspace(folder: string): CollectedFile[] {
  const modules = join(ROOT, 'node_modules');
  const options = {
    folders: LARGE.map((name) => join(modules, name)),
    sharing: NOTHING_EXCLUDED,
    maxFiles: 2_000,
    maxBytes: 32 * 1024 * 1024,
  };
  const large: CollectedFile[] = [];
  // Packages that are installed are ignored by git, and would be left alone.
  const all = { exclusionOfEntry: () => undefined, readable: (path: string) => path };
  for (const file of collectFiles(options, all)) {
    const copy = join(folder, relative(modules, file.path));
    mkdirSync(dirname(copy), { recursive: true });
    writeFileSync(copy, file.text);
    if (large.length < 25 && file.text.length > 40_000) large.push({ ...file, path: copy });
  }
  if (large.length === 0) throw new Error('There is no workspace to measure');
  return large;
}

const policyOver = ({ folders }: CollectOptions) => new SharingPolicy(folders, systemClock);

const residentMegabytes = ({ process: { pid } }: StdioServer): number =>
  Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)])) / 1024;

/** The model itself over the whole workspace, at places in large files: when one comes there, and a key later. */
function fullIndexQueries(
  folder: string,
  large: readonly CollectedFile[],
): { fresh: number[]; typing: number[] } {
  const model = new WorkspaceModel();
  const all = {
    folders: [folder],
    sharing: NOTHING_EXCLUDED,
    maxFiles: 2_000,
    maxBytes: 32 * 1024 * 1024,
  };
  for (const { path, text } of collectFiles(all, policyOver(all))) model.learnFile(path, text);
  model.prepare();
  const fresh: number[] = [];
  const typing: number[] = [];
  for (const { path, text } of large) {
    for (let share = 0.1; share < 0.9; share += 0.1) {
      const offset = Math.floor(text.length * share);
      for (const [at, times] of [
        [offset, fresh],
        [offset + 1, typing],
      ] as const) {
        const query = {
          uri: path,
          languageId: '',
          prefix: text.slice(Math.max(0, offset - PREDICTION_WINDOW.prefix), at),
          suffix: text.slice(offset + 1, offset + 1 + PREDICTION_WINDOW.suffix),
          maxLines: 12,
        };
        const begin = performance.now();
        model.predict(query);
        times.push(performance.now() - begin);
      }
    }
  }
  return { fresh, typing };
}

async function askEverywhere(
  server: StdioServer,
  files: readonly CollectedFile[],
): Promise<number[]> {
  const times: number[] = [];
  for (const { path, text } of files) {
    const uri = pathToFileURL(path).href;
    const lines = text.split('\n');
    await server.open(uri, 'typescript', text);
    for (let share = 0.1; share < 0.9; share += 0.1) {
      const line = Math.floor(lines.length * share);
      const position = { line, character: Math.floor((lines[line]?.length ?? 0) / 2) };
      const begin = performance.now();
      await server.complete(uri, position, true);
      times.push(performance.now() - begin);
    }
  }
  return times;
}
