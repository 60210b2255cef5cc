import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CodeAction, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import { bundle } from '../tools/bundle.ts';
import { parseOptions } from '../tools/options.ts';
import { ROOT } from '../tools/root.ts';
import { StdioServer } from '../tools/servers/stdioServer.ts';
import { fail, languageOf, readSettings, WRONG_ARGUMENTS } from '../tools/terminal/files.ts';
import { openFile } from '../tools/terminal/openedFile.ts';

const USAGE = `Usage: npm run act -- ACTION FILE:LINE[-LAST] [--message PROBLEM] [--words TEXT] [--settings FILE.json] [--write]
ACTION is fix (with --message), fixLines, explain, document, tests, simplify, optimize, addTypes, or convert and instruct (with --words).
The result is printed; --write writes it into the file.`;

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
if (ASKS.includes(action) && values.words === undefined) fail(`${action} needs --words.\n${USAGE}`);
const settings = values.settings === undefined ? {} : readSettings(values.settings);

/** All that the server says to the user. */
const told: string[] = [];
const edits: WorkspaceEdit[] = [];
const files: string[] = [];
/** Resolves with the first thing that came of the action. */
const answered = Promise.withResolvers<void>();
const came = <Thing>(list: Thing[], thing: Thing): void => {
  list.push(thing);
  answered.resolve();
};
bundle();
const server = await StdioServer.start({
  script: join(ROOT, 'dist/server.js'),
  settings: { ...settings, 'actions.preview': 'never' },
  folder: process.cwd(),
  custom: ['aurelis/metricsChanged', 'aurelis/askWords', 'aurelis/showFile'],
  capabilities: {
    workspace: { applyEdit: true, workspaceEdit: { documentChanges: true } },
    textDocument: {
      codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } },
    },
  },
  onMessage: (message) => came(told, message),
});
const { client } = server;
client.onRequest('aurelis/askWords', () => ({ words: values.words }));
client.onRequest('aurelis/showFile', (shown: { readonly text: string }) => {
  came(files, shown.text);
  return null;
});
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
const offerOf = ({ command }: CodeAction): { readonly actionId?: string } =>
  command?.arguments?.[0] ?? {};
const chosen = offered.find((each) => offerOf(each).actionId === action);
if (chosen?.command === undefined) {
  const names = offered.flatMap((each) => offerOf(each).actionId ?? []);
  await server.stop();
  for (const each of told) console.error(each);
  const known = names.length === 0 ? 'No action is offered' : `Offered are ${names.join(', ')}`;
  fail(`${action} is not offered there. ${known}. Is there a model for actions in the settings?`);
}
await client.sendRequest('workspace/executeCommand', chosen.command);
await answered.promise;
const ms = performance.now() - begin;
const { upstream } = await server.metrics();
await server.stop();

const result = edits.length === 0 ? undefined : edited(text, edits);
const unwritten = result === undefined || !values.write ? undefined : write(result);
if (unwritten !== undefined) console.error(unwritten);
if (result !== undefined && (!values.write || unwritten !== undefined)) console.log(result);
for (const each of files) console.log(each);
for (const each of told) (action === 'explain' ? console.log : console.error)(each);
console.error(`${upstream.requests} calls, ${ms.toFixed(1)} ms`);
const isDone = result !== undefined || files.length > 0 || action === 'explain';
if (!isDone || unwritten !== undefined || upstream.errors > 0) process.exitCode = 1;

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
