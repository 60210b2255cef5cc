import type { WorkspaceEdit } from 'vscode-languageserver';
import type { FixAllOutcome } from '../actions/fixAll/fixAllOutcome.ts';
import type { ActionEdit } from '../actions/outcome.ts';
import type { PreviewWish } from '../actions/provider.ts';
import type { Spellings } from '../documents/spellings.ts';
import type { ActionSupport } from './actionSupport.ts';
import { textEditsOf, withoutVersions } from './workspaceEdit.ts';

/** Name the notes on edits: those that are sure, those that are not, and the one that has them shown. */
const SURE = 'aurelis.fix';
const UNSURE = 'aurelis.unsure';
const SHOWN = 'aurelis.shown';

const HOW = 'Select the fixes, or whole files, then choose Apply.';
const SURE_NOTE = { label: 'Fixes by Aurelis', description: HOW };
const UNSURE_NOTE = {
  label: 'Fixes that may not belong exactly there',
  description: `Look at these with care. ${HOW}`,
  needsConfirmation: true,
};

/** The editor as far as the edit of a run depends on it. */
export interface FixAllSupport extends Pick<ActionSupport, 'hasVersionedEdits' | 'hasPreview'> {
  /**
   * True if it shows all of an edit as soon as a part of it needs confirmation, with that part not selected and the rest selected, as VS Code
   * does, and takes edits that make files; others may make the rest unseen.
   */
  readonly selectsSure: boolean;
}

/**
 * One edit of many documents, each as it is now. Where the editor can show it first it asks for that, unless its user wants to see
 * only what is not sure; where it cannot, nothing that is not sure may be in there.
 */
export function fixAllEdit(
  { documents }: Pick<FixAllOutcome, 'documents'>,
  { hasVersionedEdits, hasPreview, selectsSure }: FixAllSupport,
  spellings: Pick<Spellings, 'of'>,
  wish: PreviewWish,
): WorkspaceEdit {
  const all = documents.flatMap(({ edits }) => edits);
  const isAnyUnsure = all.some(({ isSure }) => !isSure);
  const areSureShown = hasPreview && wish !== 'never';
  const noteOf = ({ isSure }: ActionEdit) => {
    if (!isSure) return hasPreview ? UNSURE : undefined;
    return areSureShown ? SURE : undefined;
  };
  const changes = documents.map(({ document, edits }) => ({
    textDocument: { uri: spellings.of(document.uri), version: document.version },
    edits: edits.flatMap((edit) => {
      const note = noteOf(edit);
      return textEditsOf(edit, document).map((textEdit) =>
        note === undefined ? textEdit : { ...textEdit, annotationId: note },
      );
    }),
  }));
  if (!hasVersionedEdits) return withoutVersions({ documentChanges: changes });
  if (!areSureShown && !(hasPreview && isAnyUnsure)) return { documentChanges: changes };
  const [first] = changes;
  // Nothing but what needs confirmation has VS Code show an edit. It does not show that a file is to be made which is there.
  const opener =
    selectsSure && areSureShown && !isAnyUnsure && first !== undefined
      ? [
          {
            kind: 'create' as const,
            uri: first.textDocument.uri,
            options: { ignoreIfExists: true },
            annotationId: SHOWN,
          },
        ]
      : [];
  return {
    documentChanges: [...opener, ...changes],
    changeAnnotations: {
      ...(areSureShown && all.some(({ isSure }) => isSure)
        ? { [SURE]: { ...SURE_NOTE, needsConfirmation: !selectsSure } }
        : {}),
      ...(isAnyUnsure ? { [UNSURE]: UNSURE_NOTE } : {}),
      ...(opener.length === 0 ? {} : { [SHOWN]: { ...SURE_NOTE, needsConfirmation: true } }),
    },
  };
}
