export type Library = typeof import('vscode-languageclient/node');

/** Evaluating the library takes longer than everything else of an activation: others go first. */
export async function loadLibrary(): Promise<Library> {
  await new Promise((resolve) => setImmediate(resolve));
  return import('vscode-languageclient/node');
}

/** Resolves when `work` has ended in any way, or has taken too long to be waited for. */
export async function settled(work: Promise<unknown>): Promise<void> {
  const tooLong = new Promise((resolve) => setTimeout(resolve, 5_000));
  await Promise.race([work.catch(() => undefined), tooLong]);
}
