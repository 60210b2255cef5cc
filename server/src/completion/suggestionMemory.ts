import { digest } from '../base/digest.ts';
import type { LiveDocument } from '../documents/liveDocument.ts';
import type { Generation } from '../domain/generation.ts';
import type { Cursor } from './cursor.ts';

/** A text proposed at one place, known by one id however often it is shown. */
export interface Suggestion {
  readonly id: string;
  /** All of the canonical text from where it was asked for, shown or not. */
  readonly text: string;
  readonly source: Generation['source'];
}

export interface Remembered {
  readonly suggestion: Suggestion;
  /** What is left of its text at the cursor. */
  readonly rest: string;
}

interface Entry extends Suggestion {
  /** What stood on the line before the cursor when it was asked for. */
  readonly linePrefix: string;
}

/** Text above a line that must be unchanged for a suggestion to stay valid, in characters. */
const ANCHOR_LENGTH = 1_000;
const MAX_ENTRIES_PER_DOCUMENT = 100;
/** Lines above the cursor at which a suggestion may have begun. */
const MAX_LINES_BACK = 50;

/**
 * What was suggested in each document, found again wherever the text typed since agrees with it:
 * typing into it, backspacing, undoing, retyping, going on to its next line. An entry is anchored at a
 * line by the digest of the text above; nothing keeps a copy of a document.
 */
export class SuggestionMemory {
  readonly #documents = new Map<string, Map<string, Entry[]>>();

  remember({ document, position, linePrefix }: Cursor, suggestion: Suggestion): void {
    const anchors = this.#documents.get(document.uri) ?? new Map<string, Entry[]>();
    this.#documents.set(document.uri, anchors);
    const anchor = anchorOf(document, position.line);
    const entry = { ...suggestion, linePrefix: unshared(linePrefix) };
    const others = (anchors.get(anchor) ?? []).filter(
      (each) => each.linePrefix !== entry.linePrefix,
    );
    anchors.delete(anchor);
    anchors.set(anchor, [...others.slice(-7), entry]);
    const oldest =
      anchors.size > MAX_ENTRIES_PER_DOCUMENT ? anchors.keys().next().value : undefined;
    if (oldest !== undefined) anchors.delete(oldest);
  }

  /** The newest suggestion that continues what stands before the cursor, nearest anchor first. */
  find({ document, position, linePrefix }: Cursor): Remembered | undefined {
    const anchors = this.#documents.get(document.uri);
    if (anchors === undefined) return undefined;
    const earliest = Math.max(0, position.line - MAX_LINES_BACK);
    let typed = linePrefix;
    for (let line = position.line; line >= earliest; line--) {
      if (line < position.line) typed = `${document.lineAt(line)}\n${typed}`;
      const found = match(anchors.get(anchorOf(document, line)), typed);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  forget(uri: string): void {
    this.#documents.delete(uri);
  }

  clear(): void {
    this.#documents.clear();
  }
}

function match(entries: readonly Entry[] | undefined, typed: string): Remembered | undefined {
  const suggestion = entries?.findLast(({ linePrefix, text }) => {
    const whole = linePrefix + text;
    const isStrictPrefix = typed.length < whole.length && whole.startsWith(typed);
    return isStrictPrefix && (typed.trim() !== '' || linePrefix.trim() === '');
  });
  if (suggestion === undefined) return undefined;
  return { suggestion, rest: (suggestion.linePrefix + suggestion.text).slice(typed.length) };
}

const anchorOf = (document: LiveDocument, line: number): string =>
  digest(document.textAbove(line, ANCHOR_LENGTH));

/** A copy: a slice would keep the whole document it was cut from alive. */
const unshared = (text: string): string => Buffer.from(text).toString();
