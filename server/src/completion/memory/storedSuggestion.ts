import type { LiveDocument } from '../../documents/liveDocument.ts';
import { fingerprintSuffix, isSameSuffix, type SuffixFingerprint } from './suffixFingerprint.ts';
import type { Remembered, Suggestion } from './suggestion.ts';

/** A suggestion and where it belongs. */
export interface Entry {
  /** Grows where more of it becomes known. */
  suggestion: Suggestion;
  readonly uri: string;
  /** The text on the line before the cursor when it was asked for. */
  readonly linePrefix: string;
  /** The text below when it was asked for, or found last: edits below add up without parting from it. */
  suffix: SuffixFingerprint;
  /** True if its line was not there yet: it says nothing about what the line may be. */
  readonly isAhead: boolean;
  readonly expiresAt: number;
}

/**
 * True if an entry replaces a former one. A model's answer and a prediction made meanwhile stay side by side: the one shown
 * must not go for the other. So do answers above other code: each is there again with its code.
 */
export const takesPlaceOf = (entry: Entry, former: Entry): boolean =>
  former.linePrefix === entry.linePrefix &&
  isPredicted(former) === isPredicted(entry) &&
  (former.suggestion.id === entry.suggestion.id || isSameSuffix(entry.suffix, former.suffix));

/**
 * True if the former entry is another answer for the same place that begins with all of the new one and goes on. Above
 * other code it is not found, and says nothing there.
 */
export const saysMore = (former: Entry, { suggestion, linePrefix, suffix }: Entry): boolean =>
  former.linePrefix === linePrefix &&
  former.suggestion.id !== suggestion.id &&
  suggestion.text !== '' &&
  !isPredicted(former) &&
  former.suggestion.text.startsWith(suggestion.text) &&
  isSameSuffix(suffix, former.suffix);

/** True if two entries hold the same text for the same place. */
export const saysTheSame = (one: Entry, other: Entry): boolean =>
  one.linePrefix === other.linePrefix &&
  one.suggestion.text === other.suggestion.text &&
  isSameSuffix(one.suffix, other.suffix);

const isPredicted = ({ suggestion }: Entry): boolean => suggestion.source === 'workspace';

/** The rest of an entry where `typed` has been typed since its anchor. */
export const remembered = ({ suggestion, linePrefix }: Entry, typed: string): Remembered => ({
  suggestion,
  rest: (linePrefix + suggestion.text).slice(typed.length),
});

/** True if an entry was asked for at or before the cursor. */
export const isBefore = ({ linePrefix }: Entry, typed: string): boolean =>
  linePrefix.length <= typed.length;

/** One search: the suffix is looked at only once a candidate wants to know. */
export class Lookup {
  readonly #document: LiveDocument;
  readonly #line: number;
  readonly #now: number;
  #suffix: SuffixFingerprint | undefined;

  /** `line` is the cursor's; `now` in monotonic milliseconds. */
  constructor(document: LiveDocument, line: number, now: number) {
    this.#document = document;
    this.#line = line;
    this.#now = now;
  }

  get suffix(): SuffixFingerprint {
    this.#suffix ??= fingerprintSuffix(this.#document, this.#line);
    return this.#suffix;
  }

  /** The newest that agrees; what was asked for at or before the cursor before what was asked for further on. */
  best(entries: readonly Entry[], typed: string): Entry | undefined {
    return (
      entries.findLast((each) => isBefore(each, typed) && this.agrees(each, typed)) ??
      entries.findLast((each) => this.agrees(each, typed))
    );
  }

  /** True if the text typed since an entry's anchor is the beginning of what the entry holds. */
  agrees(entry: Entry, typed: string, isOnScreen = false): boolean {
    const { linePrefix, suggestion, suffix, expiresAt } = entry;
    const { text } = suggestion;
    if (expiresAt <= this.#now || (entry.isAhead && !isBefore(entry, typed))) return false;
    if (text === '') return typed === linePrefix && isSameSuffix(this.suffix, suffix);
    // On a blank line the indentation may be another than where it was asked.
    const isBlank = linePrefix.trim() === '';
    // White space at its end tells how it meets what follows, and is nothing to show.
    const isThrough = typed.length >= linePrefix.length + text.trimEnd().length;
    if (isThrough || (!isBlank && typed.trim() === '')) return false;
    if (!startsWith(typed, linePrefix, text)) return false;
    return isSameSuffix(this.suffix, suffix, isOnScreen);
  }
}

/** True if `first + second` begins with `typed`, without putting them together. */
function startsWith(typed: string, first: string, second: string): boolean {
  return typed.length <= first.length
    ? first.startsWith(typed)
    : typed.startsWith(first) && second.startsWith(typed.slice(first.length));
}
