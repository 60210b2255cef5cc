import type { Clock } from '../../server/src/base/clock.ts';
import { ImportedFiles } from '../../server/src/completion/context/importedFiles.ts';
import type { DocumentStore } from '../../server/src/documents/documentStore.ts';
import { divide, type SourceFile, sourcesOf } from '../../tools/sources.ts';

/** A file that is worked on, and the files of its package, which it imports some of. */
export interface Project {
  readonly file: SourceFile & { readonly languageId: string };
  readonly files: ReadonlyMap<string, string>;
}

export type Half = 'tune' | 'judge';

/** Other people's packages: layouts were made by looking at one half, and judged on the other. */
const PACKAGES: Readonly<
  Record<Half, readonly (readonly [name: string, glob: string, languageId: string])[]>
> = {
  tune: [
    ['rxjs', 'src/**/*.ts', 'typescript'],
    ['undici', 'lib/**/*.js', 'javascript'],
    ['better-sqlite3', 'src/**/*.{cpp,hpp,lzz}', 'cpp'],
  ],
  judge: [
    ['zod', 'src/**/*.ts', 'typescript'],
    ['effect', 'src/**/*.ts', 'typescript'],
    ['@trpc/server', 'src/**/*.ts', 'typescript'],
    ['mocha', 'lib/**/*.js', 'javascript'],
  ],
};
const FILES = 4;
/** Files that are open beside the one that is worked on. */
const OPEN = 3;

export const uriOf = (path: string): string => `file:///${path}`;

export const projects = (half: Half): Project[] =>
  PACKAGES[half].flatMap(([name, glob, languageId]) => {
    const sources = sourcesOf(name, glob);
    const files = new Map(sources.map(({ path, text }) => [uriOf(path), text]));
    return divide(sources, FILES).heldOut.map((file) => ({ file: { ...file, languageId }, files }));
  });

/** Opens the files beside the one that is worked on: its neighbours in the list. */
export function openOthers({ file, files }: Project, documents: DocumentStore): void {
  const uris = [...files.keys()];
  const at = uris.indexOf(uriOf(file.path));
  const near = uris.slice(Math.max(0, at - 2), at + OPEN).filter((uri) => uri !== uris[at]);
  for (const uri of near.slice(0, OPEN))
    documents.open(uri, file.languageId, 1, files.get(uri) ?? '');
}

/** The files that are imported, as they lie in the package. */
export const importsIn = ({ files }: Project, clock: Clock): ImportedFiles =>
  new ImportedFiles(
    async (uri) => files.get(uri),
    (uri) => files.has(uri),
    clock,
  );
