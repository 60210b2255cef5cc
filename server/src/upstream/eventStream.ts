import { EventTooLongError, LineSplitter } from './lines.ts';

/**
 * The data of each message of a stream, in either form that model servers use, whatever it is labelled:
 * - server-sent events as the WHATWG HTML standard §9.2.6 parses them: comments and other fields are passed over, several
 *   `data` lines of an event are joined; a last event without its blank line still counts, because servers that close early
 *   forget it;
 * - lines of JSON (NDJSON): a line that begins with a brace is a message of its own.
 *
 * Lines end with LF, CR or CRLF, and may be cut anywhere, inside a character too. Bytes are pushed in and messages come out at
 * once, without a promise for each.
 */
export class EventStream {
  readonly #maxEventLength: number;
  readonly #lines: LineSplitter;
  #data: string | undefined;

  /** Events of more than so many characters throw `EventTooLongError`. */
  constructor(maxEventLength: number) {
    this.#maxEventLength = maxEventLength;
    this.#lines = new LineSplitter(maxEventLength);
  }

  push(bytes: Uint8Array): string[] {
    return this.#read(this.#lines.push(bytes));
  }

  /** Returns the remaining messages once the stream has ended. */
  end(): string[] {
    const last = this.#read(this.#lines.end());
    if (this.#data !== undefined) last.push(this.#data);
    this.#data = undefined;
    return last;
  }

  #read(lines: readonly string[]): string[] {
    const messages: string[] = [];
    for (const line of lines) {
      if (line === '') {
        if (this.#data !== undefined) messages.push(this.#data);
        this.#data = undefined;
      } else if (line.startsWith('{')) messages.push(line);
      else this.#add(dataOf(line));
    }
    return messages;
  }

  #add(value: string | undefined): void {
    if (value === undefined) return;
    this.#data = this.#data === undefined ? value : `${this.#data}\n${value}`;
    if (this.#data.length > this.#maxEventLength) throw new EventTooLongError();
  }
}

function dataOf(line: string): string | undefined {
  if (line === 'data') return '';
  if (!line.startsWith('data:')) return undefined;
  return line.startsWith('data: ') ? line.slice(6) : line.slice(5);
}
