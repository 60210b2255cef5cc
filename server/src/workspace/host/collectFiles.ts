import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { join, matchesGlob, relative, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { isBinary, isSecretName } from '../../documents/exclusion.ts';

export interface CollectOptions {
  readonly folders: readonly string[];
  /** Globs of VS Code's `files.exclude`, relative to each folder. */
  readonly excludes: readonly string[];
  readonly maxFiles: number;
  readonly maxBytes: number;
}

export interface CollectedFile {
  readonly path: string;
  readonly text: string;
}

/** Larger files are data or generated; so are those whose lines are longer than people write. */
const MAX_FILE_BYTES = 512 * 1024;
const MAX_MEAN_LINE = 200;
const SKIPPED_FOLDERS = new Set(['.git', '.hg', '.svn', 'node_modules']);
const SKIPPED_FILES =
  /(?:^|[/\\])(?:package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|yarn\.lock)$|\.(?:lock|map|svg|min\.js|min\.css|snap)$/;

/**
 * The text files of the workspace that are worth learning from, shallow ones first. Respects every
 * `.gitignore` on the way and the excluded globs; files that hold secrets by their name are left out.
 * Unreadable folders and files are passed over.
 */
export function* collectFiles(options: CollectOptions): Generator<CollectedFile> {
  let files = 0;
  let bytes = 0;
  // One buffer for all: thousands of large ones, one after the other, would leave the process's memory in pieces.
  const buffer = Buffer.allocUnsafe(MAX_FILE_BYTES);
  for (const root of options.folders) {
    for (const path of walk(root, options.excludes)) {
      const text = readSource(path, buffer);
      if (text === undefined) continue;
      bytes += text.length;
      if (bytes > options.maxBytes || files === options.maxFiles) return;
      files++;
      yield { path, text };
    }
  }
}

/** The `.gitignore` rules of one folder. */
interface IgnoreFile {
  readonly folder: string;
  readonly rules: Ignore;
}

function* walk(root: string, excludes: readonly string[]): Generator<string> {
  const queue: { folder: string; ignores: readonly IgnoreFile[] }[] = [
    { folder: root, ignores: [] },
  ];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { folder } = next;
    const ignores = withOwnRules(folder, next.ignores);
    for (const entry of listed(folder)) {
      const path = join(folder, entry.name);
      const isFolder = entry.isDirectory();
      if (isFolder && SKIPPED_FOLDERS.has(entry.name)) continue;
      if (isExcluded(root, path, excludes) || isIgnored(path, isFolder, ignores)) continue;
      if (isFolder) queue.push({ folder: path, ignores });
      else if (entry.isFile() && !SKIPPED_FILES.test(path) && !isSecretName(path)) yield path;
    }
  }
}

const listed = (folder: string) => {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((one, other) =>
      one.name < other.name ? -1 : 1,
    );
  } catch {
    // Not ours to read.
    return [];
  }
};

function withOwnRules(folder: string, ignores: readonly IgnoreFile[]): readonly IgnoreFile[] {
  try {
    const rules = ignore().add(readFileSync(join(folder, '.gitignore'), 'utf8'));
    return [...ignores, { folder, rules }];
  } catch {
    // Most folders have none.
    return ignores;
  }
}

const slashed = (path: string): string => (sep === '/' ? path : path.replaceAll(sep, '/'));

/** The deepest `.gitignore` that says anything decides, as git has it. */
function isIgnored(path: string, isFolder: boolean, ignores: readonly IgnoreFile[]): boolean {
  for (const { folder, rules } of ignores.toReversed()) {
    const name = slashed(relative(folder, path)) + (isFolder ? '/' : '');
    const { ignored, unignored } = rules.test(name);
    if (ignored || unignored) return ignored;
  }
  return false;
}

const isExcluded = (root: string, path: string, excludes: readonly string[]): boolean =>
  excludes.some((glob) => matchesGlob(slashed(relative(root, path)), glob));

function readSource(path: string, buffer: Buffer): string | undefined {
  try {
    const { size } = statSync(path);
    if (size === 0 || size > MAX_FILE_BYTES) return undefined;
    const text = buffer.toString('utf8', 0, readInto(path, buffer));
    if (isBinary(text)) return undefined;
    return text.length / countLines(text) > MAX_MEAN_LINE ? undefined : text;
  } catch {
    // Gone since it was listed, or not ours to read.
    return undefined;
  }
}

/** Reads the beginning of a file; returns how many bytes there were. */
function readInto(path: string, buffer: Buffer): number {
  const file = openSync(path, 'r');
  try {
    let length = 0;
    for (;;) {
      const read = readSync(file, buffer, length, buffer.length - length, length);
      if (read === 0) return length;
      length += read;
    }
  } finally {
    closeSync(file);
  }
}

function countLines(text: string): number {
  let lines = 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}
