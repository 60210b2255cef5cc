import type { Clock } from '../base/clock.ts';
import type { Generation } from '../domain/generation.ts';
import type { Cursor } from './cursor.ts';
import { LineHashes } from './lineHashes.ts';
import { isSameSuffix, type SuffixSketch, sketchSuffix } from './suffixSketch.ts';

/** A text proposed at one place, known by one id however often it is shown. */
export interface Suggestion {
  readonly id: string;
  /** All of the canonical text from where it was asked for, shown or not; '' when nothing belongs there. */
  readonly text: string;
  readonly source: Generation['source'];
  /** Under which the answer behind it is cached, if it is. */
  readonly cacheKey?: string;
}

export interface Remembered {
  readonly suggestion: Suggestion;
  /** What is left of its text at the cursor; '' when nothing belongs there. */
  readonly rest: string;
}

interface Entry {
  readonly suggestion: Suggestion;
  readonly uri: string;
  /** What stood on the line before the cursor when it was asked for. */
  readonly linePrefix: string;
  /** What stood below when it was asked for, or found last: edits below add up without parting from it. */
  suffix: SuffixSketch;
  readonly expiresAt: number;
}

/** Entries and characters of all documents together; the least recently used ones go first. */
const MAX_ENTRIES = 10_000;
const MAX_LENGTH = 8_000_000;
/** Lines above the cursor at which a suggestion may have begun. */
const MAX_LINES_BACK = 50;
/** How long "nothing belongs here" holds (an error is no answer, and is not remembered). */
const NEGATIVE_MS = 45_000;

/**
 * What was suggested in each document, found again wherever the text typed since agrees with it: typing into it,
 * backspacing, undoing, retyping, taking it word by word, going on to its next line. An entry is anchored at what stands
 * above its line, so that it moves with the text; nothing keeps a copy of a document.
 */
export class CompletionTrie {
  readonly #clock: Clock;
  /** By document and anchor; in each the newest last. */
  readonly #documents = new Map<string, Map<number, Entry[]>>();
  /** All entries, the least recently used first, with their anchors. */
  readonly #order = new Map<Entry, number>();
  #length = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get size(): number {
    return this.#order.size;
  }

  put({ document, position, linePrefix }: Cursor, suggestion: Suggestion): void {
    const anchor = new LineHashes(document, position.line, 0).above(position.line);
    const lifetimeMs = suggestion.text === '' ? NEGATIVE_MS : Number.POSITIVE_INFINITY;
    const entry: Entry = {
      suggestion,
      uri: document.uri,
      linePrefix: unshared(linePrefix),
      suffix: sketchSuffix(document, position.line),
      expiresAt: this.#clock.monotonic() + lifetimeMs,
    };
    const anchors = this.#documents.get(document.uri) ?? new Map<number, Entry[]>();
    this.#documents.set(document.uri, anchors);
    const entries = anchors.get(anchor) ?? [];
    for (const former of entries) {
      if (former.linePrefix === entry.linePrefix) this.#remove(former, anchor);
    }
    anchors.set(anchor, [...(anchors.get(anchor) ?? []), entry]);
    this.#order.set(entry, anchor);
    this.#length += lengthOf(entry);
    while (this.#order.size > MAX_ENTRIES || this.#length > MAX_LENGTH) {
      const [oldest] = this.#order;
      if (oldest === undefined) break;
      this.#remove(...oldest);
    }
  }

  /**
   * What goes on from what stands before the cursor: the suggestion `standingId` while it does, so that what is
   * on screen stays; else the newest at the nearest anchor.
   */
  find({ document, position, linePrefix }: Cursor, standingId?: string): Remembered | undefined {
    const anchors = this.#documents.get(document.uri);
    if (anchors === undefined) return undefined;
    const hashes = new LineHashes(document, position.line, MAX_LINES_BACK);
    const earliest = Math.max(0, position.line - MAX_LINES_BACK);
    const lookup = new Lookup(() => sketchSuffix(document, position.line), this.#clock.monotonic());
    let found: Found | undefined;
    for (let line = position.line; line >= earliest; line--) {
      const anchor = hashes.above(line);
      const entries = anchors.get(anchor);
      if (entries === undefined) continue;
      const typed = [...document.lines.slice(line, position.line), linePrefix].join('\n');
      const standing = entries.find(({ suggestion }) => suggestion.id === standingId);
      if (
        standing !== undefined &&
        isBefore(standing, typed) &&
        lookup.agrees(standing, typed, true)
      ) {
        return this.#use({ entry: standing, anchor, typed }, lookup);
      }
      const entry = found === undefined ? lookup.best(entries, typed) : undefined;
      if (entry !== undefined) found = { entry, anchor, typed };
      if (found !== undefined && standingId === undefined) break;
    }
    return found === undefined ? undefined : this.#use(found, lookup);
  }

  /** Forgets one suggestion. */
  drop(id: string): void {
    for (const [entry, anchor] of [...this.#order]) {
      if (entry.suggestion.id === id) this.#remove(entry, anchor);
    }
  }

  forget(uri: string): void {
    for (const entries of this.#documents.get(uri)?.values() ?? []) {
      for (const entry of entries) {
        this.#order.delete(entry);
        this.#length -= lengthOf(entry);
      }
    }
    this.#documents.delete(uri);
  }

  clear(): void {
    this.#documents.clear();
    this.#order.clear();
    this.#length = 0;
  }

  #use({ entry, anchor, typed }: Found, { suffix }: Lookup): Remembered {
    this.#length += suffix.text.length - entry.suffix.text.length;
    entry.suffix = suffix;
    this.#order.delete(entry);
    this.#order.set(entry, anchor);
    const { suggestion } = entry;
    return { suggestion, rest: (entry.linePrefix + suggestion.text).slice(typed.length) };
  }

  #remove(entry: Entry, anchor: number): void {
    this.#order.delete(entry);
    this.#length -= lengthOf(entry);
    const anchors = this.#documents.get(entry.uri);
    const others = (anchors?.get(anchor) ?? []).filter((each) => each !== entry);
    if (others.length > 0) anchors?.set(anchor, others);
    else anchors?.delete(anchor);
  }
}

interface Found {
  readonly entry: Entry;
  readonly anchor: number;
  /** What stands between the anchor and the cursor. */
  readonly typed: string;
}

/** Whether an entry was asked for at or before the cursor. */
const isBefore = ({ linePrefix }: Entry, typed: string): boolean =>
  linePrefix.length <= typed.length;

/** One search: the suffix is looked at only once a candidate wants to know. */
class Lookup {
  readonly #sketch: () => SuffixSketch;
  readonly #now: number;
  #suffix: SuffixSketch | undefined;

  constructor(sketch: () => SuffixSketch, now: number) {
    this.#sketch = sketch;
    this.#now = now;
  }

  get suffix(): SuffixSketch {
    this.#suffix ??= this.#sketch();
    return this.#suffix;
  }

  /** The newest that agrees; what was asked for at or before the cursor before what was asked for further on. */
  best(entries: readonly Entry[], typed: string): Entry | undefined {
    return (
      entries.findLast((each) => isBefore(each, typed) && this.agrees(each, typed)) ??
      entries.findLast((each) => this.agrees(each, typed))
    );
  }

  /** Whether what was typed since an entry's anchor is the beginning of what it holds. */
  agrees(entry: Entry, typed: string, isOnScreen = false): boolean {
    const { linePrefix, suggestion, suffix, expiresAt } = entry;
    const { text } = suggestion;
    if (expiresAt <= this.#now) return false;
    if (text === '') return typed === linePrefix && isSameSuffix(this.suffix, suffix);
    // On a blank line the indentation may be another than where it was asked.
    const isBlank = linePrefix.trim() === '';
    if (typed.length >= linePrefix.length + text.length || (!isBlank && typed.trim() === ''))
      return false;
    if (!startsWith(typed, linePrefix, text)) return false;
    return isSameSuffix(this.suffix, suffix, isOnScreen);
  }
}

/** Whether `first + second` begins with `typed`, without putting them together. */
function startsWith(typed: string, first: string, second: string): boolean {
  return typed.length <= first.length
    ? first.startsWith(typed)
    : typed.startsWith(first) && second.startsWith(typed.slice(first.length));
}

const lengthOf = ({ linePrefix, suggestion, suffix }: Entry): number =>
  linePrefix.length + suggestion.text.length + suffix.text.length;

/** A copy: a slice would keep the whole document it was cut from alive. */
const unshared = (text: string): string => Buffer.from(text).toString();
