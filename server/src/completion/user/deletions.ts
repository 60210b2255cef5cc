import type { Edit } from '../../documents/edit.ts';
import type { LiveDocument } from '../../documents/liveDocument.ts';
import type { Position } from '../../documents/position.ts';
import { KEY_LENGTH, type Typing } from './editStack.ts';
import type { Refusal } from './refusal.ts';
import { MAX_LENGTH, type Refusals } from './refusals.ts';
import { agreedWith, type Shown } from './shown.ts';

const WORD = /[\p{L}\p{N}_]/u;

/** A text that was deleted without a step aside, by however many keys. */
interface Run {
  readonly start: Position;
  /** As far as it is kept. */
  readonly removed: string;
  /** From this character of its line on it had been typed key by key, right before. */
  readonly typedFrom: number;
  /** The character at which the suggestion began that was shown when the run began; `undefined` if none was. */
  readonly stoodFrom: number | undefined;
  /** How it ended. */
  readonly refusal: Refusal | undefined;
}

interface State {
  readonly typing?: Typing | undefined;
  readonly run?: Run;
}

/**
 * Refuses every text that the user deletes: selections and backspaces, text they typed and text they accepted, of any length.
 * There are two exceptions: words of a suggestion that were accepted one by one and are deleted in the same steps (no editor
 * tells an undo from a deletion), and a detour: text typed key by key into a suggestion that said more and was still shown
 * comes back with it, as long as nothing else is deleted. The detour is for users who delete more than a typo, and costs them
 * no request. (The replay's typists delete only typos, which no suggestion says: with this rule and without it they need
 * 3.54 requests for 100 keys.)
 */
export class Deletions {
  readonly #refusals: Refusals;
  readonly #documents = new Map<string, State>();

  constructor(refusals: Refusals) {
    this.#refusals = refusals;
  }

  /** Follows an edit; `shown` is the suggestion shown before it. */
  changed(before: LiveDocument, edit: Edit, shown: Shown | undefined): void {
    const { typing, run } = this.#documents.get(before.uri) ?? {};
    const { removed, inserted, start } = edit;
    const isOver = removed !== '' && inserted !== '' && inserted.length <= KEY_LENGTH;
    if (isOver) this.#refuse(before, { ...NOTHING, start, removed });
    if (inserted !== '' || removed === '') {
      this.#documents.set(before.uri, { typing: typedBy(edit, typing) });
      return;
    }
    // Behind what was only typed and taken back begins what stood there before.
    const goesOn = run !== undefined && (!isTyped(run) || isWithin(edit, typing));
    const grown = goesOn ? grownBy(run, edit) : undefined;
    const now = grown ?? begunBy(edit, before, typing, shown);
    const refusal = isDetour(now) ? now.refusal : this.#refuse(before, now);
    const left = typing && shrunkBy(edit, typing);
    this.#documents.set(before.uri, { typing: left, run: { ...now, refusal } });
  }

  /** A part of a suggestion was taken back as it was taken: an undo, which refuses nothing. `typing` came before it. */
  steppedBack(uri: string, typing: Typing | undefined): void {
    this.#documents.set(uri, { typing });
  }

  forget(uri: string): void {
    this.#documents.delete(uri);
  }

  #refuse(before: LiveDocument, run: Run): Refusal | undefined {
    const { start, removed: text, refusal } = run;
    if (text.trim() === '') return refusal;
    const why = isTyped(run) ? 'untyped' : 'deleted';
    const { line, character } = start;
    const linePrefix = before.lineAt(line).slice(0, character);
    return this.#refusals.add(before, { why, line, linePrefix, text }, refusal);
  }
}

const NOTHING = {
  typedFrom: Number.POSITIVE_INFINITY,
  stoodFrom: undefined,
  refusal: undefined,
} as const;

/** True if all of it had been typed key by key. */
const isTyped = ({ start, typedFrom }: Run): boolean => typedFrom <= start.character;

/** True if an edit deletes nothing but text that was typed key by key. */
const isWithin = ({ start, removed }: Edit, typing: Typing | undefined): boolean =>
  typing?.line === start.line &&
  typing.start <= start.character &&
  start.character + removed.length <= typing.end;

/** The keys in a row with one more; `undefined` where it was none. */
function typedBy({ start, inserted }: Edit, typing: Typing | undefined): Typing | undefined {
  if (inserted.length > KEY_LENGTH) return undefined;
  const { line, character } = start;
  const goesOn = typing?.line === line && character >= typing.start && character <= typing.end;
  return goesOn
    ? { ...typing, end: typing.end + inserted.length }
    : { line, start: character, end: character + inserted.length };
}

/** The keys in a row that are left behind a deletion. */
function shrunkBy({ start, removed }: Edit, typing: Typing): Typing | undefined {
  if (typing.line !== start.line || removed.includes('\n')) return undefined;
  const end = start.character + removed.length;
  const behind = Math.max(0, typing.end - end);
  const from = Math.min(typing.start, start.character);
  return end < typing.start ? undefined : { ...typing, start: from, end: start.character + behind };
}

function begunBy(
  { start, removed }: Edit,
  before: LiveDocument,
  typing: Typing | undefined,
  shown: Shown | undefined,
): Run {
  const run = { ...NOTHING, start, removed: removed.slice(0, MAX_LENGTH) };
  const end = start.character + removed.length;
  if (removed.includes('\n')) return run;
  const endsTyped = typing?.line === start.line && typing.end >= end;
  const typedFrom = endsTyped ? typing.start : Number.POSITIVE_INFINITY;
  if (shown?.line !== start.line) return { ...run, typedFrom };
  const whole = shown.linePrefix + shown.text;
  const typed = before.lineAt(start.line).slice(0, end);
  const saysMore = whole.startsWith(typed) && WORD.test(whole.slice(end));
  const stoodFrom = saysMore ? shown.linePrefix.length - agreedWith(shown) : undefined;
  return { ...run, typedFrom, stoodFrom };
}

/** A run with what was deleted right before, around or behind it; `undefined` where that was elsewhere. */
function grownBy(run: Run, { start, removed }: Edit): Run | undefined {
  const lines = removed.split('\n');
  for (let line = 0, from = 0; line < lines.length; line++) {
    const first = line === 0 ? start.character : 0;
    const length = lines[line]?.length ?? 0;
    const at = run.start.character - first;
    if (start.line + line === run.start.line && at >= 0 && at <= length) {
      const around = removed.slice(0, from + at) + run.removed + removed.slice(from + at);
      return { ...run, start, removed: around.slice(0, MAX_LENGTH) };
    }
    from += length + 1;
  }
  return undefined;
}

/** True if all deleted text had been typed into the suggestion shown, or was marks and blanks before it. */
function isDetour({ start, removed, typedFrom, stoodFrom }: Run): boolean {
  if (stoodFrom === undefined || removed.includes('\n')) return false;
  const own = removed.slice(0, Math.max(0, stoodFrom - start.character));
  const into = removed.slice(own.length);
  return !WORD.test(own) && (into === '' || typedFrom <= start.character + own.length);
}
