import type { DocumentStore } from '../../server/src/documents/documentStore.ts';
import { Notebooks } from '../../server/src/documents/notebooks.ts';
import type { HostTools } from '../../server/src/engine/hostTools.ts';
import { aPolicy } from './aPolicy.ts';

/** A workspace without files, of which nothing is known. */
export const emptyWorkspace = (documents: DocumentStore): HostTools['workspace'] => ({
  documents,
  notebooks: new Notebooks(),
  policy: aPolicy(),
  readFile: async () => undefined,
  isThere: () => false,
  predictor: {
    predict: async () => undefined,
    state: () => ({ state: 'ready', files: 0, tokens: 0 }),
  },
});

/** The body of an answer with such a text. */
export async function* bodyWith(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(JSON.stringify({ choices: [{ text, finish_reason: 'stop' }] }));
}
