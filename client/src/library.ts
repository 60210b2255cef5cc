export type Library = typeof import('vscode-languageclient/node');

/** Evaluating the library takes longer than everything else of an activation: others go first. */
export async function loadLibrary(): Promise<Library> {
  await new Promise((resolve) => setImmediate(resolve));
  return import('vscode-languageclient/node');
}
