export interface Position {
  /** Counted from 0. */
  readonly line: number;
  /** UTF-16 units from the line's start. */
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** A change as LSP sends it: of a range, or of the whole text without one. */
export interface DocumentChange {
  readonly range?: Range;
  readonly text: string;
}

const LINE_END = /\r\n|\n|\r/;

/**
 * One state of a document: its lines without their ends, so that no caller meets a CR. Immutable: a
 * change makes a new state that shares all other lines, which costs a copy of the list of lines and
 * not of the text.
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
    const lines = text.split(LINE_END);
    const length = lengthOf(lines) - 1;
    const identity = { uri, languageId, version, lineEnd: lineEndOf(text) };
    return new LiveDocument(identity, lines, length, nulsIn([text]));
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
    const [line, character] = [countOf(wanted.line), countOf(wanted.character)];
    if (line >= this.lines.length) {
      const last = this.lines.length - 1;
      return { line: last, character: this.lineAt(last).length };
    }
    return { line, character: Math.min(character, this.lineAt(line).length) };
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
    let { lines, length, lineEnd } = this as Pick<LiveDocument, 'lines' | 'length' | 'lineEnd'>;
    let nuls = this.#nuls;
    for (const { range, text } of changes) {
      const state = new LiveDocument(this, lines, length, nuls);
      const whole = { start: { line: 0, character: 0 }, end: { line: lines.length, character: 0 } };
      const start = state.clamp(range?.start ?? whole.start);
      const end = state.clamp(range?.end ?? whole.end);
      const head = state.lineAt(start.line).slice(0, start.character);
      const isAll = start.line === 0 && end.line === lines.length - 1;
      if (isAll && LINE_END.test(text)) lineEnd = lineEndOf(text);
      const inserted = text.split(LINE_END);
      // The rest of a line holds no line end, and may be long.
      inserted[0] = head + inserted[0];
      inserted[inserted.length - 1] += state.lineAt(end.line).slice(end.character);
      const replaced = lines.slice(start.line, end.line + 1);
      length += lengthOf(inserted) - lengthOf(replaced);
      // What is not there need not be looked for in what goes.
      if (nuls > 0 || text.includes('\0')) nuls += nulsIn(inserted) - nulsIn(replaced);
      lines =
        inserted.length === 1 && start.line === end.line
          ? lines.with(start.line, inserted[0] ?? '')
          : [...lines.slice(0, start.line), ...inserted, ...lines.slice(end.line + 1)];
    }
    const identity = { uri: this.uri, languageId: this.languageId, version, lineEnd };
    return new LiveDocument(identity, lines, length, nuls);
  }
}

/** Clients are other programs: -1, 1.5 and NaN have come. */
const countOf = (value: number): number => (value > 0 ? Math.floor(value) : 0);

function lineEndOf(text: string): string {
  const count = (end: string) => text.split(end).length - 1;
  const pairs = count('\r\n');
  const feeds = count('\n') - pairs;
  if (pairs > feeds) return '\r\n';
  return feeds === 0 && text.includes('\r') ? '\r' : '\n';
}

const nulsIn = (texts: readonly string[]): number =>
  texts.reduce((sum, text) => sum + text.split('\0').length - 1, 0);

/** Of lines with their ends. */
const lengthOf = (lines: readonly string[]): number =>
  lines.reduce((sum, line) => sum + line.length, lines.length);
