import type { Cursor } from '../cursor.ts';
import { agreement, DECIDED_AFTER } from './refusal.ts';
import { type Shown, typedSince } from './shown.ts';

/** A suggestion that was shown for less than this was hardly read. */
const READ_MS = 750;

/** Notices suggestions that were read and then typed past, in each document: the user has dismissed them without saying so. */
export class Dismissals {
  /** The suggestion shown before the user began to type something else, by document. */
  readonly #doubtful = new Map<string, Shown>();

  /**
   * Follows what the user types instead of the suggestion shown; `now` is monotonic milliseconds. Returns the suggestion
   * that the user has just decided against, if any.
   */
  watch(cursor: Cursor, shown: Shown | undefined, now: number): Shown | undefined {
    const { uri } = cursor.document;
    const doubtful = this.#doubtful.get(uri);
    const subject = doubtful ?? shown;
    if (subject === undefined) return undefined;
    const typed = typedSince(subject, cursor);
    // A user who has typed all of it, and went on, has accepted it.
    const isThrough = typed?.startsWith(subject.text) ?? false;
    const isBeside =
      typed !== undefined && typed !== '' && !isThrough && !subject.text.startsWith(typed);
    if (!isBeside) this.#doubtful.delete(uri);
    else if (doubtful === undefined && now - subject.shownAt >= READ_MS) {
      this.#doubtful.set(uri, subject);
    }
    if (!this.#doubtful.has(uri) || typed === undefined || isThrough) return undefined;
    if (typed.length - agreement(typed, subject.text) < DECIDED_AFTER) return undefined;
    this.#doubtful.delete(uri);
    return subject;
  }

  forget(uri: string): void {
    this.#doubtful.delete(uri);
  }
}
