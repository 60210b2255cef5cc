import type { Edit } from '../../documents/edit.ts';
import type { LiveDocument } from '../../documents/liveDocument.ts';
import type { Cursor } from '../cursor.ts';
import type { Suggestion } from '../memory/suggestion.ts';
import { KEY_LENGTH, type Taking } from './editStack.ts';

/**
 * A model reads tokens, of four characters on the average: within one of where it was refuted it has nothing new to go by.
 * On a line where it has been wrong again and again, it takes more.
 */
const LEAST_NEW = 4;
const MORE_EACH_TIME = 2;
const MAX_LEAST_NEW = 12;
const WORD = /^[\p{L}\p{N}_$]$/u;

/** The suggestion shown last in a document, and where. */
export interface Shown {
  readonly suggestion: Suggestion;
  readonly line: number;
  readonly linePrefix: string;
  /** The text that was shown at the cursor. */
  readonly text: string;
  /** Where in the suggestion's text that ends; what lies behind is shown when the cursor gets there. */
  readonly shownEnd: number;
  /** End of the part that was chosen to be shown at once, before it was fitted to the place. */
  readonly chosenEnd: number;
  /** The document, the rest of its line, and how much of that the item covered, when it was shown. */
  readonly document: LiveDocument;
  readonly lineSuffix: string;
  readonly covered: number;
  readonly tail: string;
  /** Monotonic milliseconds. */
  readonly shownAt: number;
  /** True if it was user-initiated: it stays, refused before or not. */
  readonly isUserInitiated: boolean;
  /** How many suggestions shown on its line before it were parted from, one after the other. */
  readonly refuted: number;
}

/** True if it was shown at exactly this place. */
export const wasShownAt = ({ line, linePrefix }: Shown, cursor: Cursor): boolean =>
  cursor.position.line === line && cursor.linePrefix === linePrefix;

/** Returns the text typed on the line since; `undefined` when the cursor is somewhere else or went back. */
export function typedSince({ line, linePrefix }: Shown, cursor: Cursor): string | undefined {
  const isBehind = cursor.position.line === line && cursor.linePrefix.startsWith(linePrefix);
  return isBehind ? cursor.linePrefix.slice(linePrefix.length) : undefined;
}

/**
 * The part of it that is left where the user has typed its beginning and nothing else has changed: it stays as it is, and
 * need not be fitted again. `undefined` anywhere else.
 */
export function leftOf(shown: Shown, cursor: Cursor): string | undefined {
  const typed = typedSince(shown, cursor);
  if (typed === undefined || !shown.text.startsWith(typed)) return undefined;
  const isAsItWas =
    cursor.lineSuffix === shown.lineSuffix &&
    cursor.selected === undefined &&
    isSameBeside(shown.document.lines, cursor.document.lines, shown.line);
  return isAsItWas ? shown.text.slice(typed.length) : undefined;
}

/** True if all lines but one are the same. */
const isSameBeside = (then: readonly string[], now: readonly string[], line: number): boolean =>
  then === now ||
  (then.length === now.length && now.every((text, at) => at === line || text === then[at]));

/** How an edit takes of it what comes next, more than one character at once; `undefined` when it does not. */
export function takingOf(
  { suggestion, line, linePrefix, text }: Shown,
  before: LiveDocument,
  { start, removed, inserted }: Edit,
): Taking | undefined {
  if (removed !== '' || inserted.length < KEY_LENGTH || start.line !== line) return undefined;
  const typed = before.lineAt(line).slice(0, start.character);
  const taken = typed.slice(linePrefix.length) + inserted;
  if (!typed.startsWith(linePrefix) || !text.startsWith(taken)) return undefined;
  return { id: suggestion.id, isRest: taken.length === text.length };
}

/** How many of its characters stand before the place where it was shown last. */
export const agreedWith = ({ shownEnd, text }: Shown): number => shownEnd - text.length;

/**
 * True if it is too early to ask again. A letter that begins a word and differs from a suggestion is a typo as often as
 * not, and would be deleted at once. And a model that was refuted within a few characters of where it was asked is
 * likely to say the same again a character later: the more so, the more often it has been refuted on this line.
 */
export function isTooEarly(shown: Shown, cursor: Cursor): boolean {
  const typed = typedSince(shown, cursor);
  if (typed === undefined || typed === '' || shown.text.startsWith(typed)) return false;
  const beginsWord = WORD.test(typed) && !WORD.test(cursor.linePrefix.at(-2) ?? '');
  const again = Math.max(0, shown.refuted - 1);
  const least = Math.min(MAX_LEAST_NEW, LEAST_NEW + MORE_EACH_TIME * again);
  return beginsWord || agreedWith(shown) + typed.length < least;
}
