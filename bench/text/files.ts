import { createHash } from 'node:crypto';
import { globSync, lstatSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { installSourcePackages } from '../../tools/machine/sourcePackages.ts';
import { ROOT } from '../../tools/root.ts';

/** A true file, written by somebody who knows nothing of us. */
export interface TrueFile {
  /** The same on every machine. */
  readonly path: string;
  readonly languageId: string;
  /** LF only. */
  readonly text: string;
}

/** Rules are made by looking at one half, and judged on the other, which is looked at only to measure. */
export type Half = 'tune' | 'judge';

const LANGUAGES: Readonly<Record<string, string>> = {
  '.go': 'go',
  '.rs': 'rust',
  '.rb': 'ruby',
  '.php': 'php',
  '.lua': 'lua',
  '.py': 'python',
  '.h': 'cpp',
  '.hpp': 'cpp',
  '.c': 'c',
  '.ts': 'typescript',
  '.js': 'javascript',
  '.mjs': 'javascript',
  '.css': 'css',
  '.scss': 'scss',
  '.html': 'html',
  '.json': 'json',
  '.md': 'markdown',
  '.sh': 'shellscript',
};

/** Packages of the development dependencies whose sources are written by hand, by glob. */
const NODE_SOURCES = [
  'undici/lib/**/*.js',
  'zod/src/v4/core/*.ts',
  'zod/src/v4/classic/*.ts',
  'playwright-core/lib/server/*.js',
  'uplot/src/*.js',
  'uplot/dist/*.css',
  'mocha/lib/**/*.js',
  'mocha/*.css',
  'keyv/src/*.ts',
  'axe-core/*.md',
  'rxjs/src/internal/**/*.ts',
  '@opentelemetry/*/src/**/*.ts',
  '*/README.md',
  '@*/*/README.md',
  '*/package.json',
] as const;

const MIN_LENGTH = 1_500;
const MAX_LENGTH = 60_000;
/** Files of one language in one half. */
const PER_LANGUAGE = 40;

/** The files of a half, at most so many of a language, chosen by the digest of their paths. */
export function trueFiles(half: Half, perLanguage = PER_LANGUAGE): TrueFile[] {
  const found = [...debianFiles(), ...nodeFiles()].filter(({ path }) => halfOf(path) === half);
  found.sort((one, other) => (digest(one.path) < digest(other.path) ? -1 : 1));
  const counts = new Map<string, number>();
  const seen = new Set<string>();
  return found.filter(({ languageId, text }) => {
    const count = counts.get(languageId) ?? 0;
    if (count >= perLanguage || seen.has(text)) return false;
    seen.add(text);
    counts.set(languageId, count + 1);
    return true;
  });
}

const digest = (path: string): string => createHash('sha256').update(path).digest('hex');
const halfOf = (path: string): Half =>
  Number.parseInt(digest(path).slice(0, 2), 16) % 2 === 0 ? 'tune' : 'judge';

function debianFiles(): TrueFile[] {
  const root = installSourcePackages();
  const files = globSync(['*/usr/**/*'], { cwd: root });
  // Shell completions have no extension.
  return files.flatMap((path) => read(root, path, path.includes('/completions/') ? '.sh' : ''));
}

const nodeFiles = (): TrueFile[] =>
  NODE_SOURCES.flatMap((glob) => {
    const cwd = join(ROOT, 'node_modules');
    return globSync(glob, { cwd, exclude: ['**/*.min.*', '**/*.d.ts'] }).flatMap((path) =>
      read(cwd, path),
    );
  });

function read(root: string, path: string, otherwise = ''): TrueFile[] {
  const languageId = LANGUAGES[extname(path) || otherwise];
  const file = join(root, path);
  const state = lstatSync(file);
  if (languageId === undefined || !state.isFile()) return [];
  if (state.size < MIN_LENGTH || state.size > MAX_LENGTH) return [];
  const text = readFileSync(file, 'utf8').replace(/\r\n?/g, '\n');
  const isText = !text.includes('\uFFFD') && text.split('\n').every((line) => line.length < 500);
  return isText ? [{ path, languageId, text }] : [];
}
