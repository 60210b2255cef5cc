import type { LineEdit } from './minimalEdit.ts';

/** A document's lines with edits made, which are in order. */
export function editedLines(lines: readonly string[], edits: readonly LineEdit[]): string[] {
  const out: string[] = [];
  let at = 0;
  for (const edit of edits) {
    out.push(...lines.slice(at, edit.first), ...edit.lines);
    at = edit.end;
  }
  out.push(...lines.slice(at));
  return out;
}
