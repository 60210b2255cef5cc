import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './root.ts';

/** A source file of a package. */
export interface SourceFile {
  /** From the folder of all packages, the same on every machine. */
  readonly path: string;
  readonly text: string;
}

/** A package divided into what is indexed and what is typed. */
export interface Division {
  readonly indexed: readonly SourceFile[];
  readonly heldOut: readonly SourceFile[];
}

const PACKAGES = join(ROOT, 'node_modules');

/** The files of a development dependency that match a glob. */
export function sourcesOf(name: string, glob: string): SourceFile[] {
  const cwd = join(PACKAGES, name);
  return globSync(glob, { cwd, exclude: ['**/*.d.ts', '**/node_modules/**', '**/*.min.js'] })
    .sort()
    .map((path) => ({ path: `${name}/${path}`, text: readFileSync(join(cwd, path), 'utf8') }));
}

/**
 * Holds out files of a usual size, chosen by the digest of their names. A file that resembles an
 * indexed one too closely (more than half of its longer lines stand in one of them) would flatter
 * every figure and is not chosen.
 */
export function divide(files: readonly SourceFile[], count: number): Division {
  const byDigest = [...files].sort((one, other) => (rank(one) < rank(other) ? -1 : 1));
  const usual = byDigest.filter(({ text }) => text.length > 3_000 && text.length < 60_000);
  const lineSets = new Map(files.map((file) => [file, longLines(file)]));
  const isDuplicate = (file: SourceFile) =>
    files.some((other) => other !== file && overlap(lineSets.get(file), lineSets.get(other)) > 0.5);
  const heldOut = usual.filter((file) => !isDuplicate(file)).slice(0, count);
  return { heldOut, indexed: files.filter((file) => !heldOut.includes(file)) };
}

const rank = ({ path }: SourceFile): string =>
  createHash('sha256').update(`/${path}`).digest('hex');

const longLines = ({ text }: SourceFile): Set<string> =>
  new Set(text.split('\n').flatMap((line) => (line.trim().length > 12 ? [line.trim()] : [])));

function overlap(one: Set<string> | undefined, other: Set<string> | undefined): number {
  if (one === undefined || other === undefined || one.size === 0) return 0;
  let shared = 0;
  for (const line of one) if (other.has(line)) shared++;
  return shared / one.size;
}
