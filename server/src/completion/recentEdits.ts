import type { Clock } from '../base/clock.ts';
import { type Edit, editBetween } from '../documents/edit.ts';
import type { LiveDocument } from '../documents/liveDocument.ts';
import { type Cursor, nearestLineAbove } from './cursor.ts';

const PER_DOCUMENT = 20;
/** How long what was deleted is not proposed again. */
const REMEMBERED_MS = 120_000;
/** Shorter deletions are corrections, not decisions; counted without white space. */
const LEAST_LENGTH = 4;
/** Changes no longer than this are keys: a character, or a bracket with the one that closes it. */
const KEY_LENGTH = 2;
/** Who types so much of it again wants it. */
const RETYPED_LENGTH = 3;
/** Share of a deleted text's runs of four characters that make another text the same (Copilot's NES). */
const LIKENESS = 0.7;
const GRAM = 4;

interface Deletion {
  /** The nearest line above that says something: the place, wherever it moves. */
  readonly above: string;
  readonly linePrefix: string;
  readonly edit: Edit;
  readonly at: number;
}

interface History {
  /** The last edit, keys in a row as one. */
  last: Edit | undefined;
  /** Whether `last` was put there key by key. */
  isTyped: boolean;
  /** The edit that the last change took back. */
  undone: Edit | undefined;
  deletions: readonly Deletion[];
}

/**
 * What the user did to each document lately, as far as it bears on what to suggest: what was deleted is not to be
 * proposed there again at once, and right after a change was taken back no model need be asked. What was typed key by
 * key and is taken back was a detour; what stood before it may come back.
 */
export class RecentEdits {
  readonly #clock: Clock;
  readonly #histories = new Map<string, History>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  changed(before: LiveDocument, after: LiveDocument): void {
    const { uri } = after;
    const edit = editBetween(before, after);
    const history = this.#histories.get(uri) ?? NOTHING;
    const { last, undone } = history;
    const isDetour = history.isTyped && last !== undefined && takesBack(edit, last);
    const isUndo = last !== undefined && takesBack(edit, last);
    const isRedo = undone !== undefined && isSame(edit, undone);
    const isKey = edit.removed === '' && edit.inserted.length <= KEY_LENGTH;
    const next = this.#next(edit, history, isKey);
    this.#histories.set(uri, {
      last: isDetour ? withoutEnd(last, edit.removed.length) : next,
      isTyped: isKey || (isDetour && last.inserted.length > edit.removed.length),
      undone:
        isUndo && edit.removed.length >= KEY_LENGTH ? inverse(edit) : isRedo ? edit : undefined,
      deletions: isDetour ? history.deletions : this.#deletions(before, next, edit, history),
    });
  }

  /** Whether the last change took back what had just been put there, or brought it again. */
  isUndone(uri: string): boolean {
    return this.#histories.get(uri)?.undone !== undefined;
  }

  /** Whether a text at the cursor is for the most part what was just deleted there. */
  holds(cursor: Cursor, text: string): boolean {
    const deletions = this.#histories.get(cursor.document.uri)?.deletions ?? [];
    if (deletions.length === 0) return false;
    const above = nearestLineAbove(cursor.document, cursor.position.line);
    const since = this.#clock.monotonic() - REMEMBERED_MS;
    return deletions.some(({ above: then, linePrefix, edit: { removed }, at }) => {
      if (at < since || above !== then || !cursor.linePrefix.startsWith(linePrefix)) return false;
      const retyped = cursor.linePrefix.slice(linePrefix.length);
      if (retyped.length >= RETYPED_LENGTH && removed.startsWith(retyped)) return false;
      return isLike(retyped + text, removed);
    });
  }

  forget(uri: string): void {
    this.#histories.delete(uri);
  }

  /** The edit as it adds to the one before it: keys in a row are one, and so are deletions character by character. */
  #next(edit: Edit, { last, isTyped }: History, isKey: boolean): Edit {
    if (last === undefined) return edit;
    const { start, removed, inserted } = last;
    const isOneLine = start.line === edit.start.line && !inserted.includes('\n');
    if (
      isKey &&
      isTyped &&
      isOneLine &&
      edit.start.character === start.character + inserted.length
    ) {
      return { start, removed, inserted: inserted + edit.inserted };
    }
    const goesBack = edit.start.character + edit.removed.length === start.character;
    if (inserted === '' && edit.inserted === '' && isOneLine && goesBack) {
      return { start: edit.start, removed: edit.removed + removed, inserted: '' };
    }
    return edit;
  }

  #deletions(
    before: LiveDocument,
    next: Edit,
    edit: Edit,
    { deletions, last }: History,
  ): readonly Deletion[] {
    const isDeletion =
      next.inserted === '' && next.removed.replace(/\s/g, '').length >= LEAST_LENGTH;
    if (!isDeletion) return deletions;
    const deletion = {
      above: nearestLineAbove(before, next.start.line),
      linePrefix: before.lineAt(next.start.line).slice(0, next.start.character),
      edit: next,
      at: this.#clock.monotonic(),
    };
    // One that grew takes the place of what it was before.
    const others = next === edit ? deletions : deletions.filter((each) => each.edit !== last);
    return [...others.slice(1 - PER_DOCUMENT), deletion];
  }
}

const NOTHING: History = { last: undefined, isTyped: false, undone: undefined, deletions: [] };

const isSame = (one: Edit, other: Edit): boolean =>
  one.start.line === other.start.line &&
  one.start.character === other.start.character &&
  one.removed === other.removed &&
  one.inserted === other.inserted;

const inverse = ({ start, removed, inserted }: Edit): Edit => ({
  start,
  removed: inserted,
  inserted: removed,
});

/** Whether an edit removes the end of what another has put there, or all of it, and brings back what that removed. */
function takesBack(edit: Edit, { start, removed, inserted }: Edit): boolean {
  if (edit.removed === '' || !inserted.endsWith(edit.removed)) return false;
  if (inserted === edit.removed) return isSame(edit, inverse({ start, removed, inserted }));
  const end = start.character + inserted.length - edit.removed.length;
  return edit.inserted === '' && edit.start.line === start.line && edit.start.character === end;
}

const withoutEnd = ({ start, removed, inserted }: Edit, length: number): Edit => ({
  start,
  removed,
  inserted: inserted.slice(0, inserted.length - length),
});

function isLike(text: string, deleted: string): boolean {
  const grams = gramsOf(deleted);
  if (grams.size === 0) return text.startsWith(deleted);
  // What follows a text of the same length is something else.
  const offered = gramsOf(text.slice(0, deleted.length + GRAM));
  let shared = 0;
  for (const gram of grams) if (offered.has(gram)) shared++;
  return shared >= LIKENESS * grams.size;
}

function gramsOf(text: string): Set<string> {
  const grams = new Set<string>();
  for (let at = 0; at + GRAM <= text.length; at++) grams.add(text.slice(at, at + GRAM));
  return grams;
}
