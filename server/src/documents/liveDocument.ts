import { atOnce, type Pieces } from '../base/turns.ts';
import { LineEdits } from './lineEdits.ts';
import type { Position, Range } from './position.ts';
import { LINE_END, nulsIn, textLines } from './textLines.ts';

/** A change as LSP sends it: of a range, or of the whole text without one. */
export interface DocumentChange {
  readonly range?: Range;
  readonly text: string;
}

/** Changes that are made in one go: at most some milliseconds. */
const CHANGES_AT_ONCE = 256;

/**
 * One state of a document: its lines without their ends, so that no caller meets a CR. Immutable: a
 * change, or many at once, make a new state that shares all other lines, which costs a copy of the list
 * of lines and not of the text.
 */
export class LiveDocument {
  readonly uri: string;
  readonly languageId: string;
  readonly version: number;
  /** The line end of most of its lines; `\n` if it has one line only. */
  readonly lineEnd: string;
  readonly lines: readonly string[];
  /** UTF-16 units of the whole text, line ends counted as one. */
  readonly length: number;
  /** How many NULs there are in it, which text has not. */
  readonly #nuls: number;
  /** True if there is a NUL in it; one that is taken away again leaves text. */
  readonly isBinary: boolean;

  constructor(
    identity: Pick<LiveDocument, 'uri' | 'languageId' | 'version' | 'lineEnd'>,
    lines: readonly string[],
    length: number,
    nuls: number,
  ) {
    this.uri = identity.uri;
    this.languageId = identity.languageId;
    this.version = identity.version;
    this.lineEnd = identity.lineEnd;
    this.lines = lines;
    this.length = length;
    this.#nuls = nuls;
    this.isBinary = nuls > 0;
  }

  static create(uri: string, languageId: string, version: number, text: string): LiveDocument {
    return atOnce(LiveDocument.creation(uri, languageId, version, text));
  }

  /** As `create`, in pieces. */
  static *creation(
    uri: string,
    languageId: string,
    version: number,
    text: string,
  ): Pieces<LiveDocument> {
    const { lines, lineEnd = '\n', nuls } = yield* textLines(text);
    const identity = { uri, languageId, version, lineEnd };
    return new LiveDocument(identity, lines, lengthOf(lines) - 1, nuls);
  }

  /** The text of a line; '' beyond the last one. */
  lineAt(line: number): string {
    return this.lines[line] ?? '';
  }

  getText(): string {
    return this.lines.join('\n');
  }

  /** The nearest place that exists: lines and characters beyond the end mean the end, and what is no count from 0 means 0. */
  clamp(wanted: Position): Position {
    return clampedIn(wanted, this.lines.length, (line) => this.lineAt(line).length);
  }

  /** At most `maxLength` characters that end where a line begins, its predecessor's end included. */
  textAbove(line: number, maxLength: number): string {
    let first = line;
    for (let length = 0; first > 0 && length < maxLength; )
      length += this.lineAt(--first).length + 1;
    const lines = this.lines.slice(first, line).map((each) => each.slice(-maxLength));
    return line === 0 ? '' : `${lines.join('\n')}\n`.slice(-maxLength);
  }

  /** At most `maxLength` characters that begin with the line after the given one. */
  textBelow(line: number, maxLength: number): string {
    let end = line + 1;
    // The last line's end does not count.
    for (let length = -1; end < this.lines.length && length < maxLength; ) {
      length += this.lineAt(end++).length + 1;
    }
    const lines = this.lines.slice(line + 1, end).map((each) => each.slice(0, maxLength));
    return lines.join('\n').slice(0, maxLength);
  }

  /** The state after some changes, made one after the other. */
  changed(changes: readonly DocumentChange[], version: number): LiveDocument {
    const [only] = changes;
    const identity = { uri: this.uri, languageId: this.languageId, version };
    if (only === undefined || changes.length > 1) return atOnce(this.change(changes, version));
    const { start, end } = rangeIn(only, this.lines.length, (line) => this.lineAt(line).length);
    const inserted = only.text.split(LINE_END);
    const isAll = start.line === 0 && end.line === this.lines.length - 1;
    const lineEnd = (isAll ? atOnce(textLines(only.text)).lineEnd : undefined) ?? this.lineEnd;
    const head = this.lineAt(start.line).slice(0, start.character);
    // The rest of a line holds no line end, and may be long.
    inserted[0] = head + inserted[0];
    inserted[inserted.length - 1] += this.lineAt(end.line).slice(end.character);
    const replaced = this.lines.slice(start.line, end.line + 1);
    const length = this.length + lengthOf(inserted) - lengthOf(replaced);
    // What is not there need not be looked for in what goes.
    const mayHave = this.isBinary || only.text.includes('\0');
    const nuls = mayHave ? this.#nuls + nulsInAll(inserted) - nulsInAll(replaced) : 0;
    const lines =
      inserted.length === 1 && start.line === end.line
        ? this.lines.with(start.line, inserted[0] ?? '')
        : this.lines.slice(0, start.line).concat(inserted, this.lines.slice(end.line + 1));
    return new LiveDocument({ ...identity, lineEnd }, lines, length, nuls);
  }

  /** As `changed`, in pieces: nobody sees a state between. Throws what `changes` throws. */
  *change(changes: Iterable<DocumentChange>, version: number): Pieces<LiveDocument> {
    const edits = new LineEdits(this.lines);
    let { lineEnd, isBinary } = this as Pick<LiveDocument, 'lineEnd' | 'isBinary'>;
    let left = CHANGES_AT_ONCE;
    for (const change of changes) {
      const { start, end } = rangeIn(change, edits.count, (line) => edits.lengthAt(line));
      const isAll = start.line === 0 && end.line === edits.count - 1;
      const inserted = yield* textLines(change.text);
      if (isAll) lineEnd = inserted.lineEnd ?? lineEnd;
      isBinary ||= inserted.nuls > 0;
      edits.replace(start, end, inserted.lines);
      left--;
      if (left > 0) continue;
      left = CHANGES_AT_ONCE;
      yield;
    }
    const lines = edits.toArray();
    const nuls = isBinary ? nulsInAll(lines) : 0;
    const identity = { uri: this.uri, languageId: this.languageId, version, lineEnd };
    return new LiveDocument(identity, lines, this.length + edits.grown, nuls);
  }
}

type LengthOf = (line: number) => number;

/** The range of a change among lines; all of them where it names none, and in its order whichever end comes first. */
function rangeIn({ range }: DocumentChange, count: number, lengthAt: LengthOf): Range {
  const whole = { start: { line: 0, character: 0 }, end: { line: count, character: 0 } };
  const start = clampedIn((range ?? whole).start, count, lengthAt);
  const end = clampedIn((range ?? whole).end, count, lengthAt);
  const isTurned =
    end.line < start.line || (end.line === start.line && end.character < start.character);
  return isTurned ? { start: end, end: start } : { start, end };
}

function clampedIn(wanted: Position, count: number, lengthAt: LengthOf): Position {
  const [line, character] = [countOf(wanted.line), countOf(wanted.character)];
  if (line >= count) return { line: count - 1, character: lengthAt(count - 1) };
  return { line, character: Math.min(character, lengthAt(line)) };
}

/** Clients are other programs: -1, 1.5 and NaN have come. */
const countOf = (value: number): number => (value > 0 ? Math.floor(value) : 0);

const nulsInAll = (texts: readonly string[]): number =>
  texts.reduce((sum, text) => sum + nulsIn(text), 0);

/** Of lines with their ends. */
const lengthOf = (lines: readonly string[]): number =>
  lines.reduce((sum, line) => sum + line.length, lines.length);
