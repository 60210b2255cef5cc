import type { SourceFile } from 'typescript/unstable/ast';
import { createVirtualFileSystem } from 'typescript/unstable/fs';
import { API } from 'typescript/unstable/sync';

/** Nowhere on disk: the compiler sees what it is given, and no more. */
const FOLDER = '/mutated';
const CONFIG = `${FOLDER}/tsconfig.json`;

/** Reads the compiler's syntax tree of a text as a TypeScript file; its imports are not followed. */
export function withTree<Result>(text: string, read: (tree: SourceFile) => Result): Result {
  const file = `${FOLDER}/source.ts`;
  const config = { compilerOptions: { noLib: true, noResolve: true, types: [] }, files: [file] };
  const files = { [file]: text, [CONFIG]: JSON.stringify(config) };
  const api = new API({ cwd: FOLDER, fs: createVirtualFileSystem(files) });
  try {
    using snapshot = api.updateSnapshot({ openProjects: [CONFIG] });
    const project = snapshot.getProject(CONFIG);
    const tree = project?.program.getSourceFile(file);
    if (tree === undefined) throw new Error('The compiler has not read the source');
    return read(tree);
  } finally {
    api.close();
  }
}
