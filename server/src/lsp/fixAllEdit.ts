import type { WorkspaceEdit } from 'vscode-languageserver';
import type { FixAllOutcome } from '../actions/fixAll/fixAllOutcome.ts';
import type { PreviewWish } from '../actions/provider.ts';
import type { Spellings } from '../documents/spellings.ts';
import type { ActionSupport } from './actionSupport.ts';
import { textEditsOf, withoutVersions } from './workspaceEdit.ts';

/** Name the notes on edits: those that are sure, and those that are not. */
const SURE = 'aurelis.fix';
const UNSURE = 'aurelis.unsure';

const HOW = 'Select the fixes, or whole files, then choose Apply.';
const NOTES = {
  [SURE]: { label: 'Fixes by Aurelis', description: HOW, needsConfirmation: true },
  [UNSURE]: {
    label: 'Fixes that may not belong exactly there',
    description: `Look at these with care. ${HOW}`,
    needsConfirmation: true,
  },
};

/**
 * One edit of many documents, each as it is now. Where the editor can show it first it asks for that, unless its user wants to see
 * only what is not sure; where it cannot, nothing that is not sure may be in there.
 */
export function fixAllEdit(
  { documents }: Pick<FixAllOutcome, 'documents'>,
  { hasVersionedEdits, hasPreview }: Pick<ActionSupport, 'hasVersionedEdits' | 'hasPreview'>,
  spellings: Pick<Spellings, 'of'>,
  wish: PreviewWish,
): WorkspaceEdit {
  const noted = new Set<keyof typeof NOTES>();
  const documentChanges = documents.map(({ document, edits }) => ({
    textDocument: { uri: spellings.of(document.uri), version: document.version },
    edits: edits.flatMap((edit) => {
      const isShown = hasPreview && (wish !== 'never' || !edit.isSure);
      const note = edit.isSure ? SURE : UNSURE;
      if (isShown) noted.add(note);
      return textEditsOf(edit, document).map((textEdit) =>
        isShown ? { ...textEdit, annotationId: note } : textEdit,
      );
    }),
  }));
  if (!hasVersionedEdits) return withoutVersions({ documentChanges });
  if (noted.size === 0) return { documentChanges };
  const notes = Object.entries(NOTES).filter(([name]) => noted.has(name as keyof typeof NOTES));
  return { documentChanges, changeAnnotations: Object.fromEntries(notes) };
}
