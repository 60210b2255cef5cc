import { type Cursor, nearestLineAbove } from './cursor.ts';
import { type Standing, typedSince } from './standing.ts';

const PER_DOCUMENT = 20;
/** A suggestion that stood shorter than this was hardly read. */
const READ_MS = 750;
/** One other character may be a slip; so many are a decision. */
const DECIDED_AFTER = 3;

interface Dismissal {
  /** The nearest line above that says something: the place, wherever it moves. */
  readonly above: string;
  /** The line's beginning and what was offered behind it. */
  readonly whole: string;
}

/**
 * What was waved away in each document: said so by the client, or read and then typed past. Bound to the line above it
 * and to its own line's text, so that edits elsewhere do not bring it back. Nothing that begins with it is shown again unasked.
 */
export class Dismissals {
  readonly #documents = new Map<string, Dismissal[]>();
  /** What stood before the user began to type something else. */
  readonly #doubtful = new Map<string, Standing>();

  add({ document }: Cursor, { line, linePrefix, text }: Standing): void {
    const uri = document.uri;
    const dismissal = { above: nearestLineAbove(document, line), whole: linePrefix + text };
    const former = this.#documents.get(uri) ?? [];
    this.#documents.set(uri, [...former.slice(1 - PER_DOCUMENT), dismissal]);
  }

  /**
   * Follows what the user types beside what stands; `now` is monotonic milliseconds. Says whether he has just decided
   * against it.
   */
  watch(cursor: Cursor, standing: Standing | undefined, now: number): boolean {
    const { uri } = cursor.document;
    const doubtful = this.#doubtful.get(uri);
    const subject = doubtful ?? standing;
    if (subject === undefined) return false;
    const typed = typedSince(subject, cursor);
    // Who has typed all of it, and went on, has taken it.
    const isThrough = typed?.startsWith(subject.text) ?? false;
    const isBeside =
      typed !== undefined && typed !== '' && !isThrough && !subject.text.startsWith(typed);
    if (!isBeside) this.#doubtful.delete(uri);
    else if (doubtful === undefined && now - subject.shownAt >= READ_MS) {
      this.#doubtful.set(uri, subject);
    }
    const isOther = typed !== undefined && !isThrough;
    const other = isOther ? typed.length - agreement(typed, subject.text) : 0;
    if (!this.#doubtful.has(uri) || other < DECIDED_AFTER) return false;
    this.#doubtful.delete(uri);
    this.add(cursor, subject);
    return true;
  }

  /** Whether a text at the cursor is, or begins with, one that was waved away there. */
  holds(cursor: Cursor, text: string): boolean {
    const dismissals = this.#documents.get(cursor.document.uri);
    if (dismissals === undefined) return false;
    const above = nearestLineAbove(cursor.document, cursor.position.line);
    const whole = cursor.linePrefix + text;
    return dismissals.some((each) => each.above === above && whole.startsWith(each.whole));
  }

  forget(uri: string): void {
    this.#documents.delete(uri);
    this.#doubtful.delete(uri);
  }
}

function agreement(typed: string, text: string): number {
  let length = 0;
  while (length < typed.length && typed[length] === text[length]) length++;
  return length;
}
