import { EventTooLongError, LineSplitter } from './lines.ts';

/**
 * The data of each message of a stream, in either form that model servers use, whatever it is labelled:
 * - server-sent events as the WHATWG HTML standard §9.2.6 parses them: comments and other fields are passed over, several
 *   `data` lines of an event are joined; a last event without its blank line still counts, because servers that close early
 *   forget it. The data of an event that is called "error", and what llama.cpp writes behind `error:`, become an object with the
 *   member `error`, as other servers send it;
 * - lines of JSON (NDJSON): a line that begins with a brace is a message of its own.
 *
 * Lines end with LF, CR or CRLF, and may be cut anywhere, inside a character too. Bytes are pushed in and messages come out at
 * once, without a promise for each.
 */
export class EventStream {
  readonly #maxEventLength: number;
  readonly #lines: LineSplitter;
  #data: string | undefined;
  #isError = false;

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
    this.#close(last);
    return last;
  }

  #read(lines: readonly string[]): string[] {
    const messages: string[] = [];
    for (const line of lines) {
      if (line === '') {
        this.#close(messages);
      } else if (line.startsWith('{')) messages.push(line);
      else this.#field(line);
    }
    return messages;
  }

  #field(line: string): void {
    if (line.startsWith('data')) this.#add(dataOf(line));
    else if (line.startsWith('error:')) {
      this.#isError = true;
      this.#add(line.slice(6).trim());
    } else if (line.startsWith('event:')) this.#isError = line.slice(6).trim() === 'error';
  }

  #close(messages: string[]): void {
    if (this.#data !== undefined) messages.push(this.#isError ? asError(this.#data) : this.#data);
    this.#data = undefined;
    this.#isError = false;
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

function asError(data: string): string {
  try {
    return JSON.stringify({ error: JSON.parse(data) });
  } catch {
    return JSON.stringify({ error: { message: data } });
  }
}
