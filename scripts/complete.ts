import { existsSync, readFileSync, statSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle } from '../tools/bundle.ts';
import { parseOptions } from '../tools/options.ts';
import { ROOT } from '../tools/root.ts';
import { StdioServer } from '../tools/servers/stdioServer.ts';

const USAGE = 'Usage: npm run complete -- FILE:LINE:COLUMN [--settings FILE.json] [--json]';

/** Language ids that differ from the file's extension. */
const LANGUAGES: Readonly<Record<string, string>> = {
  '.ts': 'typescript',
  '.mts': 'typescript',
  '.tsx': 'typescriptreact',
  '.js': 'javascript',
  '.mjs': 'javascript',
  '.jsx': 'javascriptreact',
  '.py': 'python',
  '.rs': 'rust',
  '.rb': 'ruby',
  '.cs': 'csharp',
  '.sh': 'shellscript',
  '.md': 'markdown',
  '.yml': 'yaml',
  '.kt': 'kotlin',
};

/** `npm run complete`: one inline completion from the terminal, through the real server. */
const { values, positionals } = parseOptions(USAGE, {
  allowPositionals: true,
  options: { settings: { type: 'string' }, json: { type: 'boolean', default: false } },
});
const place = parsePlace(positionals[0] ?? '');
const settings = values.settings === undefined ? {} : readSettings(values.settings);
bundle();
const server = await StdioServer.start({
  script: join(ROOT, 'dist/server.js'),
  settings,
  folder: process.cwd(),
});
const uri = pathToFileURL(place.file).href;
const extension = extname(place.file);
await server.open(
  uri,
  LANGUAGES[extension] ?? extension.slice(1),
  readFileSync(place.file, 'utf8'),
);
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
const problems = endpoints.flatMap(({ id, lastError }) =>
  lastError ? [`${id}: ${lastError}`] : [],
);
if (values.json) {
  console.log(JSON.stringify({ text, from, ms, calls: upstream.requests, problems }));
} else {
  for (const problem of problems) console.error(`Endpoint ${problem}`);
  console.log(text ?? '(no suggestion)');
  console.error(`${from === null ? '' : `from ${from}, `}${ms.toFixed(1)} ms`);
}
if (problems.length > 0) process.exitCode = 1;

function source(): string {
  if (completions.fromWorkspace > 0) return 'workspace';
  const tiers = ['redis', 'disk', 'http'] as const;
  return tiers.find((tier) => (cache[tier]?.hits ?? 0) > 0) ?? 'upstream';
}

function parsePlace(argument: string): { file: string; line: number; column: number } {
  const match = /^(.+):(\d+):(\d+)$/.exec(argument);
  if (match === null) fail(USAGE);
  const [, name = '', line, column] = match;
  const file = resolve(name);
  if (!existsSync(file)) fail(`${name} does not exist.`);
  if (!statSync(file).isFile()) fail(`${name} is not a file.`);
  const lines = readFileSync(file, 'utf8').split('\n');
  const text = lines[Number(line) - 1];
  if (text === undefined) fail(`${name} has ${lines.length} lines.`);
  if (column === '0' || Number(column) > text.length + 1) {
    fail(`Line ${line} of ${name} has ${text.length} characters.`);
  }
  return { file, line: Number(line), column: Number(column) };
}

/** Settings as in VS Code's `settings.json`: with the prefix `aurelis.` or without it. */
function readSettings(file: string): Record<string, unknown> {
  try {
    const raw: Record<string, unknown> = JSON.parse(readFileSync(file, 'utf8'));
    const entries = Object.entries(raw).map(([name, value]) => [
      name.replace(/^aurelis\./, ''),
      value,
    ]);
    return Object.fromEntries(entries);
  } catch (error) {
    fail(`${file} cannot be read as settings: ${error instanceof Error ? error.message : error}`);
  }
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
