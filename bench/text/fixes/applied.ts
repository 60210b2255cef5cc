import type { TextEdit, WorkspaceEdit } from 'vscode-languageserver';

/** A text after edits, made as LSP says: places in the original, in UTF-16 units. Throws for edits that overlap. */
export function applied(text: string, edits: readonly TextEdit[]): string {
  const starts = [0];
  for (const { index, 0: end } of text.matchAll(/\r\n|\n|\r/g)) starts.push(index + end.length);
  const offset = ({ line, character }: TextEdit['range']['start']): number => {
    const start = starts[line];
    if (start === undefined) return text.length;
    const next = starts[line + 1];
    const content = text.slice(start, next ?? text.length).replace(/[\r\n]+$/, '');
    return start + Math.min(character, content.length);
  };
  const placed = edits.map(({ range, newText }, order) => {
    return { from: offset(range.start), to: offset(range.end), newText, order };
  });
  placed.sort((one, other) => one.from - other.from || one.order - other.order);
  let out = '';
  let at = 0;
  for (const { from, to, newText } of placed) {
    if (from < at || to < from) throw new Error('edits overlap');
    out += text.slice(at, from) + newText;
    at = to;
  }
  return out + text.slice(at);
}

/** The edits of text in an edit of a workspace, and whether one of them asks to be confirmed. */
export function editsIn({ documentChanges = [], changeAnnotations = {} }: WorkspaceEdit): {
  edits: TextEdit[];
  asks: boolean;
} {
  const edits = documentChanges.flatMap((change) => ('edits' in change ? change.edits : []));
  return {
    edits: edits.filter((edit): edit is TextEdit => 'newText' in edit),
    asks: Object.values(changeAnnotations).some(({ needsConfirmation }) => needsConfirmation),
  };
}
