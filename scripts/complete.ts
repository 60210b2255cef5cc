import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle } from '../tools/bundle.ts';
import { parseOptions } from '../tools/options.ts';
import { ROOT } from '../tools/root.ts';
import { StdioServer } from '../tools/servers/stdioServer.ts';
import {
  fail,
  languageOf,
  readSettings,
  readText,
  WRONG_ARGUMENTS,
} from '../tools/terminal/files.ts';

const USAGE = 'Usage: npm run complete -- FILE:LINE:COLUMN [--settings FILE.json] [--json]';

/** `npm run complete`: one inline completion from the terminal, through the real server. */
const { values, positionals } = parseOptions(
  USAGE,
  {
    allowPositionals: true,
    options: {
      settings: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  },
  WRONG_ARGUMENTS,
);
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
if (positionals.length !== 1) fail(USAGE);
const place = parsePlace(positionals[0] ?? '');
const settings = values.settings === undefined ? {} : readSettings(values.settings);
/** All that the server says to the user: settings that it cannot use, endpoints that need something. */
const told: string[] = [];
bundle();
const server = await StdioServer.start({
  script: join(ROOT, 'dist/server.js'),
  settings,
  folder: process.cwd(),
  onMessage: (message) => told.push(message),
});
const uri = pathToFileURL(place.file).href;
await server.open(uri, languageOf(place.file), place.text);
await server.workspaceRead();
const begin = performance.now();
const position = { line: place.line - 1, character: place.column - 1 };
const item = await server.complete(uri, position, true);
const ms = performance.now() - begin;
const { completions, upstream, endpoints, cache } = await server.metrics();
await server.stop();

const insertText = typeof item?.insertText === 'string' ? item.insertText : item?.insertText.value;
const typed = position.character - (item?.range?.start.character ?? position.character);
const text = insertText?.slice(typed) ?? null;
const from = text === null ? null : source();
const failures = endpoints.flatMap(({ id, lastError }) =>
  lastError ? [`${id}: ${lastError}`] : [],
);
const problems = [...failures, ...told];
if (values.json) {
  console.log(JSON.stringify({ text, from, ms, calls: upstream.requests, problems }));
} else {
  for (const failure of failures) console.error(`Endpoint ${failure}`);
  for (const message of told) console.error(message);
  console.log(text ?? '(no suggestion)');
  console.error(`${from === null ? '' : `from ${from}, `}${ms.toFixed(1)} ms`);
}
if (problems.length > 0) process.exitCode = 1;

function source(): string {
  if (completions.fromWorkspace > 0) return 'workspace';
  const tiers = ['redis', 'disk', 'http'] as const;
  return tiers.find((tier) => (cache[tier]?.hits ?? 0) > 0) ?? 'upstream';
}

function parsePlace(argument: string): {
  file: string;
  text: string;
  line: number;
  column: number;
} {
  const match = /^(.+):(\d+):(\d+)$/.exec(argument);
  if (match === null) fail(USAGE);
  const [, name = '', line, column] = match;
  const file = resolve(name);
  const text = readText(file, name);
  const lines = text.split(/\r\n|\n|\r/);
  const at = lines[Number(line) - 1];
  if (at === undefined) fail(`${name} has ${lines.length} lines.`);
  if (column === '0' || Number(column) > at.length + 1) {
    fail(`Line ${line} of ${name} has ${at.length} characters.`);
  }
  return { file, text, line: Number(line), column: Number(column) };
}
