import type { PressureSnapshot } from '../../server/src/protocol/pressure.ts';
import type { Editor, EditorDocument } from '../soak/editor.ts';
import { FreshText } from '../soak/freshText.ts';

/** UTF-16 units of a document: small steps towards the limit, and few enough that the thread of the workspace learns it, too. */
const LENGTH = 300_000;
/** Several times what a heap of 96 MB holds. */
const MOST = 600;
/** Opened documents are read, and looked at, before the next one. */
const REST_MS = 100;

/** Opens documents until the server is at its last level, and leaves them open. */
export async function fill(
  editor: Editor,
  seed: number,
  level: () => Promise<PressureSnapshot['level']>,
): Promise<readonly EditorDocument[]> {
  const text = new FreshText(seed);
  const documents: EditorDocument[] = [];
  while (documents.length < MOST && (await level()) !== 'drop') {
    const lines: string[] = [];
    for (let size = 0; size < LENGTH; ) {
      const block = text.block('typescript', 8);
      lines.push(...block);
      size += block.join('\n').length;
    }
    const uri = `file:///filling/document${documents.length}.ts`;
    documents.push(await editor.open(uri, 'typescript', lines));
    await new Promise((resolve) => setTimeout(resolve, REST_MS));
  }
  return documents;
}
