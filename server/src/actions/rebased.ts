import { type LineEdit, minimalEdits } from './minimalEdit.ts';

/**
 * Edits of one text as edits of what has become of it: each moves with the lines that it replaces. `undefined` where one of those
 * lines, or one right beside an insertion, has changed since: then nobody can say what it would do now.
 */
export function rebased<Edit extends LineEdit>(
  edits: readonly Edit[],
  before: readonly string[],
  after: readonly string[],
): Edit[] | undefined {
  if (before === after) return [...edits];
  const changes = minimalEdits(before, after);
  const moved: Edit[] = [];
  for (const edit of edits) {
    const isTouched = changes.some(({ first, end }) => first <= edit.end && end >= edit.first);
    if (isTouched) return undefined;
    const by = changes
      .filter(({ end }) => end < edit.first)
      .reduce((sum, { first, end, lines }) => sum + lines.length - (end - first), 0);
    moved.push({ ...edit, first: edit.first + by, end: edit.end + by });
  }
  return moved;
}
