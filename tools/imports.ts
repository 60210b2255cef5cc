import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { ROOT } from './root.ts';

/** One import of a file: of another file of the repository, or of a package. */
export interface Import {
  readonly from: string;
  /** A path from the repository's root, or a package's name. */
  readonly to: string;
  readonly isPackage: boolean;
}

const SPECIFIER = /(?:\bfrom\s+|\bimport\s*\(\s*|^import\s+)'([^']+)'/gm;

export const sourceFiles = (pattern: string): string[] => globSync(pattern, { cwd: ROOT }).sort();

export const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** Statements that are gone when the code runs. */
const TYPES_ONLY = /^(?:import|export) type [^;]*;/gm;

/** Every import of the files; type-only ones included, unless asked for those `whenRun`. */
export const importsOf = (files: readonly string[], { whenRun = false } = {}): Import[] =>
  files.flatMap((from) => {
    const text = whenRun ? read(from).replace(TYPES_ONLY, '') : read(from);
    return [...text.matchAll(SPECIFIER)].map(([, specifier = '']) => {
      const isPackage = !specifier.startsWith('.');
      const to = isPackage
        ? packageOf(specifier)
        : relative(ROOT, join(ROOT, dirname(from), specifier));
      return { from, to, isPackage };
    });
  });

function packageOf(specifier: string): string {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '');
}
