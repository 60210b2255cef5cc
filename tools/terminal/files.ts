import { readFileSync, statSync } from 'node:fs';
import { extname } from 'node:path';
import { commentedJson } from '../../server/src/base/commentedJson.ts';

/** The arguments or the files that they name are wrong; 1 says that an endpoint or a setting is. */
export const WRONG_ARGUMENTS = 2;

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

/** The language id of a file, by its name. */
export function languageOf(path: string): string {
  const extension = extname(path);
  return LANGUAGES[extension] ?? extension.slice(1);
}

/** The text of a file; says why it cannot be read, and ends the process, where it cannot. */
export function readText(path: string, name: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) fail(`${name} does not exist.`);
  if (!found.isFile()) fail(`${name} is not a file.`);
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    fail(`${name} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}

/** Settings as in VS Code's `settings.json`, comments included: with the prefix `aurelis.` or without it. */
export function readSettings(file: string): Record<string, unknown> {
  const text = readText(file, file);
  const read = commentedJson(text);
  if ('problem' in read) {
    const { line, column } = read.place;
    fail(`${file} cannot be read as settings: line ${line}, column ${column} ${read.problem}.`);
  }
  const { value: raw } = read;
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    fail(`${file} holds no settings: it has to be a JSON object, such as {"endpoints": []}.`);
  }
  const entries = Object.entries(raw).map(([name, value]) => [
    name.replace(/^aurelis\./, ''),
    value,
  ]);
  return Object.fromEntries(entries);
}

export function fail(message: string): never {
  console.error(message);
  process.exit(WRONG_ARGUMENTS);
}
