import { writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { CodeAction, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import { bundle } from '../tools/bundle.ts';
import { parseOptions } from '../tools/options.ts';
import { ROOT } from '../tools/root.ts';
import { StdioServer } from '../tools/servers/stdioServer.ts';
import { changedLines } from '../tools/terminal/changedLines.ts';
import { fail, languageOf, readSettings, WRONG_ARGUMENTS } from '../tools/terminal/files.ts';
import { openFile } from '../tools/terminal/openedFile.ts';
import { spoken } from '../tools/terminal/spoken.ts';

const USAGE = `Usage: npm run act -- ACTION FILE:LINE[-LAST] [--message PROBLEM] [--words TEXT] [--settings FILE.json] [--write]
ACTION is fix (with --message), fixLines, explain, document, tests, simplify, optimize, addTypes, convert and instruct (with --words), or the title of an action of your own.
The change is printed as a diff; --write writes it into the file, and tests into a new one.`;

/** Actions that ask the user what to do. */
const ASKS = ['convert', 'instruct'];

/** `npm run act`: one code action from the terminal, through the real server. */
const { values, positionals } = parseOptions(
  USAGE,
  {
    allowPositionals: true,
    options: {
      message: { type: 'string' },
      words: { type: 'string' },
      settings: { type: 'string' },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  },
  WRONG_ARGUMENTS,
);
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
const [action = '', where = ''] = positionals;
const match = /^(.+):(\d+)(?:-(\d+))?$/.exec(where);
if (positionals.length !== 2 || match === null) fail(USAGE);
const [, name = '', first = '', last = first] = match;
const file = resolve(name);
const { text, write } = openFile(file, name, values.write);
const count = text.split(/\r\n|\n|\r/).length;
if (Number(first) < 1) fail('Lines count from 1.');
if (Number(last) < Number(first)) fail(`The range is reversed: write ${name}:${last}-${first}.`);
if (Number(last) > count) fail(`${name} has ${count} lines.`);
if (action === 'fix' && !values.message?.trim()) fail(`fix needs --message.\n${USAGE}`);
if (ASKS.includes(action) && !values.words?.trim()) fail(`${action} needs --words.\n${USAGE}`);
const settings = values.settings === undefined ? {} : readSettings(values.settings);

/** All that the server says to the user. */
const told: string[] = [];
const edits: WorkspaceEdit[] = [];
const files: { readonly uri: string; readonly text: string }[] = [];
const explanations: { readonly text: string; readonly problem?: string }[] = [];
/** Resolves with the first thing that came of the action. */
const answered = Promise.withResolvers<void>();
const came = <Thing>(list: Thing[], thing: Thing): void => {
  list.push(thing);
  answered.resolve();
};
/** Messages before that are about the settings, and no answer. */
let isAsked = false;
bundle();
const server = await StdioServer.start({
  script: join(ROOT, 'dist/server.js'),
  settings: { ...settings, 'actions.preview': 'never' },
  folder: process.cwd(),
  custom: ['aurelis/metricsChanged', 'aurelis/askWords', 'aurelis/showFile', 'aurelis/explanation'],
  capabilities: {
    workspace: { applyEdit: true, workspaceEdit: { documentChanges: true } },
    textDocument: {
      codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } },
    },
  },
  onMessage: (message) => {
    told.push(message);
    if (isAsked) answered.resolve();
  },
});
const { client } = server;
client.onRequest('aurelis/askWords', () => ({ words: values.words }));
client.onRequest('aurelis/showFile', (shown: (typeof files)[number]) => {
  came(files, shown);
  return null;
});
client.onNotification(
  'aurelis/explanation',
  (shown: (typeof explanations)[number] & { readonly isDone: boolean }) => {
    if (shown.isDone) came(explanations, shown);
  },
);
client.onRequest('workspace/applyEdit', ({ edit }: { readonly edit: WorkspaceEdit }) => {
  came(edits, edit);
  return { applied: true };
});
const uri = pathToFileURL(file).href;
await server.open(uri, languageOf(file), text);
const begin = performance.now();
const start = { line: Number(first) - 1, character: 0 };
const end = { line: Number(last) - 1, character: first === last ? 0 : 1 };
const { message } = values;
const diagnostics =
  message === undefined ? [] : [{ range: { start, end: start }, message, source: 'terminal' }];
const offered = await client.sendRequest<CodeAction[]>('textDocument/codeAction', {
  textDocument: { uri },
  range: { start, end },
  context: { diagnostics },
});
type Offer = { readonly actionId?: string; readonly title?: string };
const offerOf = ({ command }: CodeAction): Offer => command?.arguments?.[0] ?? {};
const chosen =
  offered.find((each) => offerOf(each).actionId === action) ??
  offered.find((each) => offerOf(each).title === action);
if (chosen?.command === undefined) {
  const why = await unofferedReason();
  await server.stop();
  for (const each of told) console.error(each);
  fail(`${action} is not offered there. ${why}`);
}
isAsked = true;
await client.sendRequest('workspace/executeCommand', chosen.command);
await answered.promise;
const ms = performance.now() - begin;
const { upstream } = await server.metrics();
await server.stop();

let isDone = false;
if (edits.length > 0) {
  const result = edited(text, edits);
  const problem = values.write ? write(result) : undefined;
  if (problem !== undefined) console.error(problem);
  if (!values.write || problem !== undefined)
    process.stdout.write(changedLines(name, text, result));
  isDone = problem === undefined;
}
for (const each of files) isDone = values.write ? writeNew(each) : printed(each.text);
for (const each of explanations) {
  if (each.problem !== undefined) console.error(each.problem);
  else isDone = printed(spoken(each.text));
}
for (const each of told) console.error(each);
console.error(`${upstream.requests} calls, ${ms.toFixed(1)} ms`);
if (!isDone || upstream.errors > 0) process.exitCode = 1;

function printed(shown: string): boolean {
  console.log(shown);
  return true;
}

/** Writes a new file where nothing is; prints it where something is, or where it cannot be written. */
function writeNew(shown: (typeof files)[number]): boolean {
  const path = fileURLToPath(shown.uri);
  try {
    writeFileSync(path, shown.text, { flag: 'wx' });
    console.error(`${basename(path)} is written.`);
    return true;
  } catch (error) {
    console.log(shown.text);
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    const why = isThere ? 'exists already' : 'cannot be written';
    console.error(`${basename(path)} ${why}; the tests are printed above, and nothing is written.`);
    return false;
  }
}

/** Why an action is not offered, and what to do, as far as the server knows. */
async function unofferedReason(): Promise<string> {
  const offers = offered.map(offerOf).filter(({ actionId }) => actionId !== undefined);
  const names = offers.map(({ actionId = '', title = '' }) =>
    actionId.startsWith('custom-') ? `“${title}”` : actionId,
  );
  if (names.length > 0) return `Offered are ${[...new Set(names)].join(', ')}.`;
  if (offered.length > 0) return 'No model for actions is in the settings.';
  const about = { uri, line: start.line };
  const { isEnabled, excluded } = await client.sendRequest<{
    readonly isEnabled: boolean;
    readonly excluded?: string;
  }>('aurelis/explain', about);
  if (!isEnabled) return 'The setting aurelis.enable is off.';
  return excluded ?? 'There is no code on these lines.';
}

/** A text with edits made, the last ones first, so that places stay true. */
function edited(before: string, made: readonly WorkspaceEdit[]): string {
  const starts = [0];
  for (const each of before.matchAll(/\r\n|\n|\r/g)) starts.push(each.index + each[0].length);
  const at = ({ line, character }: TextEdit['range']['start']) =>
    (starts[line] ?? before.length) + character;
  const all = made
    .flatMap(({ documentChanges = [] }) => documentChanges)
    .flatMap((change) => ('edits' in change ? change.edits : []))
    .flatMap((edit) => ('newText' in edit ? [edit] : []))
    .sort((one, other) => at(other.range.start) - at(one.range.start));
  return all.reduce(
    (now, { range, newText }) => now.slice(0, at(range.start)) + newText + now.slice(at(range.end)),
    before,
  );
}
