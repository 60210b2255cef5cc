import type { CompletionItem } from '../../../server/src/completion/display/item.ts';
import type { TestPlace } from './places.ts';

/**
 * The result of taking an item: the true file; a true beginning (the inserted text is a beginning of the true middle that
 * ends with a line and, before the rest of a line, leaves no bracket open, and nothing behind the cursor is lost or
 * doubled); nothing, if nothing is shown; or wrong.
 */
export type Verdict = 'right' | 'beginning' | 'nothing' | 'wrong';

/** Judges by the true file and the document as it would be, and knows nothing of how the item was made. */
export function judge(place: TestPlace, item: CompletionItem | undefined): Verdict {
  const result = item && taken(place, item);
  if (result === undefined) return 'nothing';
  const { prefix, middle, suffix, file } = place;
  if (result === file.text) return 'right';
  const start = prefix.length + commonLength(result.slice(prefix.length), middle);
  for (const end of lineEnds(middle)) {
    const inserted = prefix + middle.slice(0, end);
    if (inserted.length > start || !result.startsWith(inserted)) continue;
    if (!isBlank(suffix.split('\n', 1)[0] ?? '') && opensMore(middle.slice(0, end))) continue;
    const rest = result.slice(inserted.length);
    if (rest === suffix || isOnOwnLine(rest, place)) return 'beginning';
  }
  return 'wrong';
}

/** The closer may have come to stand on a line of its own, in a comment behind the marks that the cursor's line has. */
function isOnOwnLine(rest: string, { prefix, suffix }: TestPlace): boolean {
  const line = prefix.slice(prefix.lastIndexOf('\n') + 1);
  const marks = /^\s*((?:\/\/[/!]?|\*|#|--)?)/.exec(line)?.[1] ?? '';
  const between = rest.slice(0, rest.length - suffix.length);
  return rest.endsWith(suffix) && /^\n[ \t]*$/.test(between.replace(marks, ''));
}

const isBlank = (text: string): boolean => text.trim() === '';

/** True if a text opens more brackets of a kind than it closes: before closers it would be no whole. */
const opensMore = (text: string): boolean =>
  ['()', '[]', '{}'].some(
    ([opener = '', closer = '']) => text.split(opener).length > text.split(closer).length,
  );

/** Where the lines of a text that say something end. */
function lineEnds(text: string): number[] {
  const ends: number[] = [];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
    if (text.slice(0, at).trim() !== '') ends.push(text.slice(0, at).trimEnd().length);
  }
  return ends;
}

function commonLength(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  return length;
}

/** The document once the item is taken; `undefined` where VS Code does not show it (`isVisible`, `matchesSubString`). */
function taken({ prefix, suffix }: TestPlace, item: CompletionItem): string | undefined {
  const text = prefix + suffix;
  const lineStart = prefix.lastIndexOf('\n') + 1;
  const { start, end } = item.range;
  if (start.line !== end.line) return undefined;
  const from = lineStart + start.character;
  const to = lineStart + end.character;
  const before = text.slice(from, prefix.length);
  const inserted = item.insertText.slice(before.length);
  const isIndentation = before.trim() === '';
  if (!item.insertText.startsWith(before) && !isIndentation) return undefined;
  if (!isSubsequence(text.slice(prefix.length, to), isIndentation ? item.insertText : inserted)) {
    return undefined;
  }
  return text.slice(0, from) + item.insertText + text.slice(to);
}

function isSubsequence(some: string, text: string): boolean {
  let at = 0;
  for (const character of text) if (character === some[at]) at++;
  return at >= some.length;
}
