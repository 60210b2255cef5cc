import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { PREDICTION_WINDOW } from '../server/src/domain/predictor.ts';
import { WorkspaceModel } from '../server/src/workspace/workspaceModel.ts';
import type { Bench, Measured } from './support/bench.ts';
import { divide, sourcesOf } from './support/sources.ts';
import { percent, printTable, quantile } from './support/table.ts';
import { emptySession, type Session, typeInto } from './support/typist.ts';

/** Packages that ship TypeScript sources; none of them trains the predictor (`npm run train`). */
const PACKAGES = ['rxjs', 'effect', '@trpc/server', 'zod'];
const FILES_PER_PACKAGE = 8;
const ACCEPT_RATES = [0.05, 0.5];

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
    const total = sum([...(sessions[0]?.values() ?? [])]);
    return [...quality(total), ...indexCosts()];
  },
};

function typeIntoPackage(name: string, sessions: readonly Map<string, Session>[]): void {
  const { indexed, heldOut } = divide(sourcesOf(name, 'src/**/*.ts'), FILES_PER_PACKAGE);
  const model = new WorkspaceModel();
  for (const { path, text } of indexed) model.learnFile(path, text);
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
    for (const file of heldOut) typeInto(file, suggest, rate, session);
    sessions[index]?.set(`${name} (${heldOut.length} files)`, session);
  });
}

function printSessions(rate: number, sessions: ReadonlyMap<string, Session>): void {
  console.log(`\nA user who takes a right suggestion with ${100 * rate} % per keystroke`);
  const rows = [...sessions, ['all', sum([...sessions.values()])] as const].map(([name, each]) => [
    name,
    percent(each.visible, each.keystrokes),
    percent(each.firstRight, each.shows),
    percent(each.wholeRight, each.shows),
    percent(each.landed, each.characters),
    `${quantile(each.queryMs, 0.5).toFixed(1)} ms`,
    `${quantile(each.queryMs, 0.95).toFixed(1)} ms`,
  ]);
  printTable(['package', 'speaks', 'first right', 'whole right', 'landed', 'p50', 'p95'], rows);
}

function sum(sessions: readonly Session[]): Session {
  const total = emptySession();
  for (const session of sessions) {
    total.keystrokes += session.keystrokes;
    total.visible += session.visible;
    total.shows += session.shows;
    total.firstRight += session.firstRight;
    total.wholeRight += session.wholeRight;
    total.characters += session.characters;
    total.landed += session.landed;
    for (const ms of session.queryMs) total.queryMs.push(ms);
  }
  return total;
}

function quality(total: Session): Measured[] {
  const share = (part: number, whole: number) => (100 * part) / Math.max(1, whole);
  const atLeast = (value: number) => ({ is: 'atLeast', value }) as const;
  return [
    {
      name: 'speaks at keystrokes',
      unit: '%',
      value: share(total.visible, total.keystrokes),
      bar: atLeast(25),
    },
    {
      name: 'first token right',
      unit: '%',
      value: share(total.firstRight, total.shows),
      bar: atLeast(80),
    },
    {
      name: 'whole text right',
      unit: '%',
      value: share(total.wholeRight, total.shows),
      bar: atLeast(55),
    },
    { name: 'characters landed', unit: '%', value: share(total.landed, total.characters) },
    {
      name: 'query p95',
      unit: 'ms',
      value: quantile(total.queryMs, 0.95),
      bar: { is: 'atMost', value: 30 },
    },
  ];
}

/** Builds an index of 32 MB of sources in a process of its own, and reads what that took. */
function indexCosts(): Measured[] {
  const script = join(import.meta.dirname, 'support/indexCosts.ts');
  const { stdout, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
  if (stdout === '') throw new Error(stderr);
  const { files, tokens, seconds, residentMegabytes, addedMegabytes, queryMs } = JSON.parse(stdout);
  console.log(
    `\nIndex of 32 MB in a worker: ${files} files, ${(tokens / 1e6).toFixed(1)} million tokens, ${addedMegabytes.toFixed(0)} MB added to the process`,
  );
  const atMost = (value: number) => ({ is: 'atMost', value }) as const;
  return [
    { name: 'process with a full index', unit: 'MB', value: residentMegabytes, bar: atMost(250) },
    { name: 'time to read and index', unit: 's', value: seconds },
    { name: 'query p95 with a full index', unit: 'ms', value: queryMs, bar: atMost(30) },
  ];
}
