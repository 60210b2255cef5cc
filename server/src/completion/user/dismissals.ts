import type { Cursor } from '../cursor.ts';
import { agreement, DECIDED_AFTER } from './refusal.ts';
import { type Shown, typedSince } from './shown.ts';

/** A suggestion that stood shorter than this was hardly read. */
const READ_MS = 750;

/** Notices what was read and then typed past, in each document: the user has waved it away without saying so. */
export class Dismissals {
  /** What stood before the user began to type something else. */
  readonly #doubtful = new Map<string, Shown>();

  /**
   * Follows what the user types beside what stands; `now` is monotonic milliseconds. What he has just decided against, if
   * anything.
   */
  watch(cursor: Cursor, shown: Shown | undefined, now: number): Shown | undefined {
    const { uri } = cursor.document;
    const doubtful = this.#doubtful.get(uri);
    const subject = doubtful ?? shown;
    if (subject === undefined) return undefined;
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
    if (!this.#doubtful.has(uri) || other < DECIDED_AFTER) return undefined;
    this.#doubtful.delete(uri);
    return subject;
  }

  forget(uri: string): void {
    this.#doubtful.delete(uri);
  }
}
