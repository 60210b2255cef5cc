import type { TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { ActionEdit, EditOutcome } from '../actions/outcome.ts';
import type { LiveDocument } from '../documents/liveDocument.ts';

/** Names the note on edits that somebody has to look at before they are made. */
const UNSURE = 'aurelis.unsure';

/**
 * The edit of an outcome, for exactly the version of the document that it was made for. What is not sure carries a
 * note that asks for confirmation, unless the user has seen all of it (`isSeen`). `isDoubted`: it may be wrong, and is not only to be seen.
 */
export function toWorkspaceEdit(
  { uri, version, edits }: Pick<EditOutcome, 'uri' | 'version' | 'edits'>,
  document: LiveDocument,
  isSeen = false,
  isDoubted = true,
): WorkspaceEdit {
  const isPlainEdit = ({ isSure }: ActionEdit) => isSeen || isSure;
  const textEdits = edits.flatMap((edit) =>
    textEditsOf(edit, document).map((textEdit) =>
      isPlainEdit(edit) ? textEdit : { ...textEdit, annotationId: UNSURE },
    ),
  );
  const documentChanges = [{ textDocument: { uri, version }, edits: textEdits }];
  if (edits.every(isPlainEdit)) return { documentChanges };
  return { documentChanges, changeAnnotations: { [UNSURE]: isDoubted ? NOTE : REVIEW } };
}

/** A new file with a text; a file that is there already is left alone, and the edit fails. */
export const newFile = (uri: string, text: string): WorkspaceEdit => ({
  documentChanges: [
    { kind: 'create', uri, options: { overwrite: false, ignoreIfExists: false } },
    {
      textDocument: { uri, version: null },
      edits: [
        {
          range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
          newText: text,
        },
      ],
    },
  ],
});

/** The same for clients that know edits by document alone. What is not sure cannot be said so: it must not be in there. */
export function withoutVersions({ documentChanges = [] }: WorkspaceEdit): WorkspaceEdit {
  const changes: Record<string, TextEdit[]> = {};
  for (const change of documentChanges) {
    if ('edits' in change) changes[change.textDocument.uri] = change.edits.filter(isPlain);
  }
  return { changes };
}

const isPlain = (edit: object): edit is TextEdit => 'newText' in edit && !('annotationId' in edit);

const NOTE = {
  label: 'Review this fix, select it, then choose Apply',
  description: 'It may not belong exactly here.',
  needsConfirmation: true,
};

const REVIEW = {
  label: 'Review this change, select it, then choose Apply',
  needsConfirmation: true,
};

/**
 * Changes lines inside their ends, so that these stay as they are, in a file of several kinds of line ends, too; new
 * lines get the document's own. What ends the file, a line end or none, stays.
 */
export function textEditsOf(
  { first, end, lines: now }: ActionEdit,
  { lines, lineEnd }: LiveDocument,
): TextEdit[] {
  const paired = Math.min(end - first, now.length);
  const lengthOf = (line: number) => lines[line]?.length ?? 0;
  const edit = (from: number, to: number, text: readonly string[]): TextEdit => ({
    range: {
      start: { line: from, character: 0 },
      end: { line: to, character: lengthOf(to) },
    },
    newText: text.join(lineEnd),
  });
  if (paired > 0) {
    const isUneven = end - first !== now.length;
    return Array.from({ length: paired }, (_, index) => {
      const line = first + index;
      if (isUneven && index === paired - 1) return [edit(line, end - 1, now.slice(index))];
      return lines[line] === now[index] ? [] : [edit(line, line, [now[index] ?? ''])];
    }).flat();
  }
  const at = (line: number, character: number) => ({ line, character });
  if (first < end) {
    const isAtEnd = end >= lines.length;
    const range = isAtEnd
      ? {
          start: at(Math.max(0, first - 1), lengthOf(first - 1)),
          end: at(end - 1, lengthOf(end - 1)),
        }
      : { start: at(first, 0), end: at(end, 0) };
    return [{ range, newText: '' }];
  }
  const isBehind = first >= lines.length;
  const place = isBehind ? at(lines.length - 1, lengthOf(lines.length - 1)) : at(first, 0);
  const newText = now.map((line) => (isBehind ? lineEnd + line : line + lineEnd)).join('');
  return [{ range: { start: place, end: place }, newText }];
}
