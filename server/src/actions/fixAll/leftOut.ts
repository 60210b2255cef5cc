import type { DocumentStore } from '../../documents/documentStore.ts';
import { editedLines } from '../editedLines.ts';
import { rebased } from '../rebased.ts';
import type { FixAllOutcome } from './fixAllOutcome.ts';
import type { Piece } from './piece.ts';

/**
 * The blocks whose edits were not made though an editor says that it has made an outcome: its user has chosen among them. None where no
 * document has changed: such an editor tells of its edits later.
 */
export function leftOut(
  { documents, pieces }: Pick<FixAllOutcome, 'documents' | 'pieces'>,
  store: Pick<DocumentStore, 'get'>,
): readonly Piece[] {
  const partly = new Map<string, readonly string[]>();
  let isChanged = false;
  for (const { document, edits } of documents) {
    const now = store.get(document.uri);
    if (now === undefined || now.version !== document.version) isChanged = true;
    if (now === undefined || isSame(now.lines, editedLines(document.lines, edits))) continue;
    partly.set(document.uri, now.lines);
  }
  if (!isChanged) return [];
  return pieces.filter(({ aim, state }) => {
    const lines = partly.get(aim.document.uri);
    if (lines === undefined || state.kind !== 'read' || state.reading.kind !== 'edits')
      return false;
    // What was made has changed its own lines.
    return rebased(state.reading.edits, aim.document.lines, lines) !== undefined;
  });
}

const isSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((line, index) => line === other[index]);
