import { createHash } from 'node:crypto';
import type { Edit } from '../../documents/edit.ts';
import type { Position } from '../../documents/position.ts';

/** Changes no longer than this are keys: a character, or a bracket with the one that closes it. */
export const KEY_LENGTH = 2;
/** Changes that are kept for each document, keys in a row as one: further back nobody goes step by step. */
const MAX_CHANGES = 100;

/** A text as far as it takes to know it again. */
interface Print {
  readonly length: number;
  readonly hash: string;
}

/** A change that the document still holds. */
interface Change {
  readonly start: Position;
  /** Where what it put there ends. */
  readonly end: Position;
  /** Characters that it put there: the document has them. */
  readonly length: number;
  readonly removed: Print;
  /** True if it was typed key by key. */
  readonly isTyped: boolean;
  /** The suggestion of which it is a part. */
  readonly partOf: string | undefined;
}

/** Changes that were taken back by one edit, and the edit that brings them again. */
interface Undone {
  readonly start: Position;
  readonly removed: Print;
  readonly inserted: Print;
  readonly changes: readonly Change[];
}

/** A suggestion that an edit takes a part of, or all that is left. */
export interface Taking {
  readonly id: string;
  readonly isRest: boolean;
}

/** A text that was put on a line key by key, without a step aside. */
export interface Typing {
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/** How an edit adds to those before it. */
export type Turn =
  | { readonly kind: 'new' | 'redo' }
  | {
      readonly kind: 'undo';
      /** True if it takes back one part of a suggestion, as it was accepted. */
      readonly isOfPart: boolean;
      /** The text that had been typed right before. */
      readonly typing: Typing | undefined;
    };

/**
 * The changes of a document, the last on top, as an editor's undo sees them. No editor says why it changed a text: an edit
 * that is the exact inverse of the changes on top takes them back, and one that brings them again does so. Each change is a
 * range and a hash of what stood there before: as long as none lies on it, the range holds what it put there.
 */
export class EditStack {
  #done: readonly Change[] = [];
  #undone: readonly Undone[] = [];

  add(edit: Edit, taking?: Taking): Turn {
    const back = this.#takenBackBy(edit);
    if (back !== undefined) {
      const { left, changes } = back;
      this.#done = left;
      const { start, removed, inserted } = edit;
      const undone = { start, removed: printOf(removed), inserted: printOf(inserted), changes };
      this.#undone = [...this.#undone, undone].slice(-MAX_CHANGES);
      const isOfPart = changes.length === 1 && changes[0]?.partOf !== undefined;
      return { kind: 'undo', isOfPart, typing: typingIn(left.at(-1)) };
    }
    const again = this.#undone.at(-1);
    if (again !== undefined && isInverse(edit, again)) {
      this.#undone = this.#undone.slice(0, -1);
      this.#done = [...this.#done, ...again.changes].slice(-MAX_CHANGES);
      return { kind: 'redo' };
    }
    this.#undone = [];
    this.#push(edit, this.#partOf(taking));
    return { kind: 'new' };
  }

  /** Returns the id of the suggestion that an edit takes a part of; taking all that is left counts only after another part. */
  #partOf(taking: Taking | undefined): string | undefined {
    const isPart =
      taking && (!taking.isRest || this.#done.some((each) => each.partOf === taking.id));
    return isPart ? taking.id : undefined;
  }

  #push({ start, removed, inserted }: Edit, partOf: string | undefined): void {
    const end = endOf(start, inserted);
    const isTyped = removed === '' && inserted.length <= KEY_LENGTH && partOf === undefined;
    const last = this.#done.at(-1);
    if (isTyped && last?.isTyped && isSame(last.end, start) && end.line === last.start.line) {
      const length = last.length + inserted.length;
      this.#done = [...this.#done.slice(0, -1), { ...last, end, length }];
      return;
    }
    const { length } = inserted;
    const change = { start, end, length, removed: printOf(removed), isTyped, partOf };
    this.#done = [...this.#done.slice(1 - MAX_CHANGES), change];
  }

  #takenBackBy(edit: Edit): Step | undefined {
    const last = this.#done.at(-1);
    if (last === undefined) return undefined;
    const { start, removed, inserted } = edit;
    const isLast = isSame(last.start, start) && last.length === removed.length;
    if (isLast && isText(inserted, last.removed)) {
      return { left: this.#done.slice(0, -1), changes: [last] };
    }
    if (inserted === '') return insertionsIn(this.#done, edit);
    return removed === '' ? deletionsIn(this.#done, edit) : undefined;
  }
}

interface Step {
  readonly left: readonly Change[];
  readonly changes: readonly Change[];
}

/** The insertions, one at or in the other, that a deletion takes back; of what was typed the end alone, too. */
function insertionsIn(done: readonly Change[], { start, removed }: Edit): Step | undefined {
  let newer = 0;
  let at: Position | undefined;
  for (let index = done.length - 1; index >= 0; index--) {
    const change = done[index] as Change;
    const isAround = at === undefined || (!isBefore(at, change.start) && !isBefore(change.end, at));
    if (change.removed.length > 0 || !isAround) return undefined;
    const changes = done.slice(index);
    const length = removed.length - newer;
    if (isSame(change.start, start) && change.length === length) {
      return { left: done.slice(0, index), changes };
    }
    const isEnd =
      change.end.line === start.line && change.end.character - start.character === length;
    const isIn = isBefore(change.start, start) && (at === undefined || !isBefore(at, start));
    if (change.isTyped && isEnd && isIn && length >= 0) {
      const left = { ...change, end: start, length: change.length - length };
      return {
        left: [...done.slice(0, index), left],
        changes: [{ ...change, start, length }, ...changes.slice(1)],
      };
    }
    newer += change.length;
    if (newer > removed.length) return undefined;
    at = change.start;
  }
  return undefined;
}

/** The deletions, each right before the one that came earlier, that an insertion takes back. */
function deletionsIn(done: readonly Change[], { start, inserted }: Edit): Step | undefined {
  let at = start;
  let offset = 0;
  for (let index = done.length - 1; index >= 0; index--) {
    const { start: from, length, removed } = done[index] as Change;
    const text = inserted.slice(offset, offset + removed.length);
    if (length > 0 || !isSame(from, at) || !isText(text, removed)) return undefined;
    offset += removed.length;
    if (offset === inserted.length)
      return { left: done.slice(0, index), changes: done.slice(index) };
    at = endOf(at, text);
  }
  return undefined;
}

const typingIn = (change: Change | undefined): Typing | undefined =>
  change?.isTyped && change.start.line === change.end.line
    ? { line: change.start.line, start: change.start.character, end: change.end.character }
    : undefined;

const isInverse = (edit: Edit, { start, removed, inserted }: Undone): boolean =>
  isSame(edit.start, start) && isText(edit.inserted, removed) && isText(edit.removed, inserted);

const isSame = (one: Position, other: Position): boolean =>
  one.line === other.line && one.character === other.character;

const isBefore = (one: Position, other: Position): boolean =>
  one.line < other.line || (one.line === other.line && one.character < other.character);

const printOf = (text: string): Print => ({ length: text.length, hash: hashOf(text) });

const isText = (text: string, { length, hash }: Print): boolean =>
  text.length === length && hashOf(text) === hash;

const hashOf = (text: string): string =>
  text === '' ? '' : createHash('sha256').update(text).digest('base64');

function endOf({ line, character }: Position, text: string): Position {
  const lines = text.split('\n');
  const { length } = lines.at(-1) ?? '';
  return lines.length === 1
    ? { line, character: character + length }
    : { line: line + lines.length - 1, character: length };
}
