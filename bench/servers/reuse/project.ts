import type { ReadFile } from '../../../server/src/completion/context/importedFiles.ts';
import { importedBy } from '../../../server/src/documents/imports.ts';
import { divide, type SourceFile, sourcesOf } from '../../../tools/sources.ts';

/** A file that is typed into, and the files of its package that are open beside it. */
export interface Project {
  readonly file: SourceFile & { readonly languageId: string };
  readonly open: readonly SourceFile[];
  readonly languageId: string;
  /** Every file of the package, by its URI. */
  readonly read: ReadFile;
}

const SOURCES = [
  ['rxjs', 'src/**/*.ts', 'typescript'],
  ['effect', 'src/**/*.ts', 'typescript'],
  ['@trpc/server', 'src/**/*.ts', 'typescript'],
  ['zod', 'src/**/*.ts', 'typescript'],
  ['undici', 'lib/**/*.js', 'javascript'],
  ['better-sqlite3', 'src/**/*.{cpp,hpp,lzz}', 'cpp'],
] as const;
const OPEN = 3;
/** In characters: there is more of a shorter file in a prompt than not. */
const LEAST_LENGTH = 10_000;

/** The files that layouts may be tuned on, and those that are looked at only to measure: one a package, by their place in its list. */
export const HALVES = { tune: 0, judge: 1 } as const;

export const uriOf = ({ path }: SourceFile): string => `file:///${path}`;

export function projects(half: keyof typeof HALVES): Project[] {
  return SOURCES.map(([name, glob, languageId]) => {
    const files = sourcesOf(name, glob);
    const { heldOut } = divide(files, files.length);
    const file = heldOut.filter(({ text }) => text.length > LEAST_LENGTH)[HALVES[half]];
    if (file === undefined) throw new Error(`${name} has too few files`);
    const byUri = new Map(files.map((each) => [uriOf(each), each.text]));
    return {
      file: { ...file, languageId },
      open: besides(file, files),
      languageId,
      read: async (uri) => byUri.get(uri),
    };
  });
}

/** The files that are imported first, else those behind the file in its package. */
function besides(file: SourceFile, files: readonly SourceFile[]): SourceFile[] {
  const imported = importedBy(uriOf(file), file.text);
  const isImported = (each: SourceFile) =>
    imported.some((path) => uriOf(each).replace(/\.\w+$/, '') === path.replace(/\.\w+$/, ''));
  const at = files.indexOf(file);
  const behind = [...files.slice(at + 1), ...files.slice(0, Math.max(0, at))];
  const ordered = [...behind.filter(isImported), ...behind.filter((each) => !isImported(each))];
  return ordered.filter(({ text }) => text.length < 60_000).slice(0, OPEN);
}
