import type { SourceFile } from 'typescript/unstable/ast';
import { createVirtualFileSystem } from 'typescript/unstable/fs';
import { API } from 'typescript/unstable/sync';

/** Nowhere on disk: the compiler sees what it is given, and no more. */
const FOLDER = '/mutated';
const CONFIG = `${FOLDER}/tsconfig.json`;

/** Reads the compiler's syntax tree of a text as a TypeScript file; its imports are not followed. */
export function withTree<Result>(text: string, read: (tree: SourceFile) => Result): Result {
  const [result] = withTrees([text], read);
  return result as Result;
}

/** The same for many texts, for which the compiler is started once. */
export function withTrees<Result>(
  texts: readonly string[],
  read: (tree: SourceFile, index: number) => Result,
): Result[] {
  const nameOf = (index: number) => `${FOLDER}/source${index}.ts`;
  const sources = texts.map((text, index) => [nameOf(index), text] as const);
  const config = {
    compilerOptions: { noLib: true, noResolve: true, types: [] },
    files: sources.map(([name]) => name),
  };
  const files = { ...Object.fromEntries(sources), [CONFIG]: JSON.stringify(config) };
  const api = new API({ cwd: FOLDER, fs: createVirtualFileSystem(files) });
  try {
    using snapshot = api.updateSnapshot({ openProjects: [CONFIG] });
    const program = snapshot.getProject(CONFIG)?.program;
    return sources.map(([name], index) => {
      const tree = program?.getSourceFile(name);
      if (tree === undefined) throw new Error('The compiler has not read the source');
      return read(tree, index);
    });
  } finally {
    api.close();
  }
}
