import type { Clock } from '../../base/clock.ts';
import type { LiveDocument } from '../../documents/liveDocument.ts';
import type { Cursor } from '../cursor.ts';
import { LineHashes } from './lineHashes.ts';
import {
  type Entry,
  isBefore,
  Lookup,
  remembered,
  saysMore,
  saysTheSame,
  takesPlaceOf,
} from './storedSuggestion.ts';
import { fingerprintSuffix } from './suffixFingerprint.ts';
import type { Remembered, Suggestion } from './suggestion.ts';

/** The suggestion on screen, and whether it came there at exactly this place. */
interface Stays {
  readonly id: string;
  readonly isHere: boolean;
}

/** Entries and characters of all documents together; the least recently used ones go first. */
const MAX_ENTRIES = 10_000;
const MAX_LENGTH = 8_000_000;
/** Lines above the cursor at which a suggestion may have begun. */
const MAX_LINES_BACK = 50;
/** How long "nothing belongs here" holds (an error is no answer, and is not remembered). */
const NEGATIVE_MS = 45_000;

/**
 * The suggestions made in each document, found again wherever the text typed since agrees with them: typing into one,
 * backspacing, undoing, retyping, accepting it word by word, going on to its next line. An entry is anchored at the text
 * above its line, so that it moves with the text; nothing keeps a copy of a document.
 */
export class SuggestionStore {
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

  /**
   * Takes the place of what was suggested there before; `isBeside` for another one to choose
   * from, `isAhead` for one behind what nobody has typed yet.
   */
  put(
    { document, position, linePrefix }: Cursor,
    suggestion: Suggestion,
    { isBeside = false, isAhead = false } = {},
  ): void {
    const anchor = new LineHashes(document, position.line, 0).above(position.line);
    const lifetimeMs = suggestion.text === '' ? NEGATIVE_MS : Number.POSITIVE_INFINITY;
    const entry: Entry = {
      suggestion,
      uri: document.uri,
      linePrefix: unshared(linePrefix),
      suffix: fingerprintSuffix(document, position.line),
      isAhead,
      expiresAt: this.#clock.monotonic() + lifetimeMs,
    };
    const anchors = this.#documents.get(document.uri) ?? new Map<number, Entry[]>();
    this.#documents.set(document.uri, anchors);
    const entries = anchors.get(anchor) ?? [];
    // Asked again for others, a model often says the same again.
    if (isBeside && entries.some((former) => saysTheSame(former, entry))) return;
    // Two calls for one place may answer: what says no more than what is there must not take its place on screen.
    if (!isBeside && entries.some((former) => saysMore(former, entry))) return;
    for (const former of entries) {
      if (!isBeside && takesPlaceOf(entry, former)) this.#remove(former, anchor);
    }
    const others = anchors.get(anchor) ?? [];
    anchors.set(anchor, isBeside ? [entry, ...others] : [...others, entry]);
    this.#order.set(entry, anchor);
    this.#length += lengthOf(entry);
    while (this.#order.size > MAX_ENTRIES || this.#length > MAX_LENGTH) {
      const [oldest] = this.#order;
      if (oldest === undefined) break;
      this.#remove(...oldest);
    }
  }

  /**
   * Finds a suggestion that goes on from the text before the cursor: the suggestion shown as long as it does, so that it
   * stays on screen; else the newest at the nearest anchor.
   */
  find(cursor: Cursor, stays?: Stays): Remembered | undefined {
    const { found, lookup } = this.#search(cursor, stays);
    return found === undefined ? undefined : this.#use(found, lookup);
  }

  /** All that goes on from what stands before the cursor, the nearest and newest first. */
  all({ document, position, linePrefix }: Cursor): Remembered[] {
    const all: Remembered[] = [];
    this.#visit(document, position.line, linePrefix, (entries, typed, _, lookup) => {
      for (const entry of entries.toReversed()) {
        const isOne = entry.suggestion.text !== '' && lookup.agrees(entry, typed);
        if (isOne) all.push(remembered(entry, typed));
      }
      return true;
    });
    return all;
  }

  /** More of a suggestion, found at a cursor, has become known: its text is the beginning of what it is now. */
  grow(cursor: Cursor, suggestion: Suggestion): void {
    const { found } = this.#search(cursor, { id: suggestion.id, isHere: true });
    if (found?.entry.suggestion.id !== suggestion.id) return;
    this.#length += suggestion.text.length - found.entry.suggestion.text.length;
    found.entry.suggestion = suggestion;
  }

  #search(
    { document, position, linePrefix }: Cursor,
    stays: Stays | undefined,
  ): { found?: Found; lookup: Lookup } {
    let found: Found | undefined;
    const lookup = this.#visit(
      document,
      position.line,
      linePrefix,
      (entries, typed, anchor, look) => {
        const shown = entries.findLast(({ suggestion }) => suggestion.id === stays?.id);
        // Back before where it began, what was there before it goes first.
        const mayStay = shown !== undefined && (stays?.isHere || isBefore(shown, typed));
        if (mayStay && look.agrees(shown, typed, true)) {
          found = { entry: shown, anchor, typed };
          return false;
        }
        const entry = found === undefined ? look.best(entries, typed) : undefined;
        if (entry !== undefined) found = { entry, anchor, typed };
        return found === undefined || stays !== undefined;
      },
    );
    return found === undefined ? { lookup } : { found, lookup };
  }

  /** Calls `visitor` with the entries at each anchor above a line, the nearest first, until it says `false`. */
  #visit(
    document: LiveDocument,
    cursorLine: number,
    linePrefix: string,
    visitor: (entries: readonly Entry[], typed: string, anchor: number, lookup: Lookup) => boolean,
  ): Lookup {
    const lookup = new Lookup(document, cursorLine, this.#clock.monotonic());
    const anchors = this.#documents.get(document.uri);
    if (anchors === undefined) return lookup;
    const hashes = new LineHashes(document, cursorLine, MAX_LINES_BACK);
    const earliest = Math.max(0, cursorLine - MAX_LINES_BACK);
    for (let line = cursorLine; line >= earliest; line--) {
      const anchor = hashes.above(line);
      const entries = anchors.get(anchor);
      if (entries === undefined) continue;
      const typed = [...document.lines.slice(line, cursorLine), linePrefix].join('\n');
      if (!visitor(entries, typed, anchor, lookup)) break;
    }
    return lookup;
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
    return remembered(entry, typed);
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
  /** The text between the anchor and the cursor. */
  readonly typed: string;
}

const lengthOf = ({ linePrefix, suggestion, suffix }: Entry): number =>
  linePrefix.length + suggestion.text.length + suffix.text.length;

/** A copy: a slice would keep the whole document it was cut from alive. */
const unshared = (text: string): string => Buffer.from(text).toString();
