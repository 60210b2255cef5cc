import type { Edit } from '../documents/edit.ts';

/** Changes no longer than this are keys: a character, or a bracket with the one that closes it. */
export const KEY_LENGTH = 2;

interface History {
  /** The last edit, keys in a row as one. */
  last: Edit | undefined;
  /** Whether `last` was put there key by key. */
  isTyped: boolean;
  /** The edit that the last change took back. */
  undone: Edit | undefined;
}

/** The user's latest changes of each document: right after one was taken back no model need be asked. */
export class RecentEdits {
  readonly #histories = new Map<string, History>();

  changed(uri: string, edit: Edit): void {
    const history = this.#histories.get(uri) ?? NOTHING;
    const { last, undone } = history;
    const isDetour = history.isTyped && last !== undefined && takesBack(edit, last);
    const isUndo = last !== undefined && takesBack(edit, last);
    const isRedo = undone !== undefined && isSame(edit, undone);
    const isKey = edit.removed === '' && edit.inserted.length <= KEY_LENGTH;
    this.#histories.set(uri, {
      last: isDetour ? withoutEnd(last, edit.removed.length) : this.#next(edit, history, isKey),
      isTyped: isKey || (isDetour && last.inserted.length > edit.removed.length),
      undone:
        isUndo && edit.removed.length >= KEY_LENGTH ? inverse(edit) : isRedo ? edit : undefined,
    });
  }

  /** Whether the last change took back what had just been put there, or brought it again. */
  isUndone(uri: string): boolean {
    return this.#histories.get(uri)?.undone !== undefined;
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
}

const NOTHING: History = { last: undefined, isTyped: false, undone: undefined };

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
