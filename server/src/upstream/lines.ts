/** More arrived without a line or event border than we are willing to hold. */
export class EventTooLongError extends Error {
  constructor() {
    super('An event of the stream is longer than allowed');
    this.name = 'EventTooLongError';
  }
}

/**
 * The lines of a UTF-8 byte stream without their ends (LF, CR or CRLF). Bytes may be cut anywhere.
 * A last line without an end counts. A leading byte order mark is dropped.
 */
export class LineSplitter {
  readonly #maxLineLength: number;
  readonly #decoder = new TextDecoder();
  /** The pieces of a line that has no end yet: put together once, for a peer may send them letter by letter. */
  #rest: string[] = [];
  #restLength = 0;
  #endedWithReturn = false;

  constructor(maxLineLength: number) {
    this.#maxLineLength = maxLineLength;
  }

  /** The lines that are whole with these bytes. Throws `EventTooLongError` where one grows beyond the limit. */
  push(bytes: Uint8Array): string[] {
    let text = this.#decoder.decode(bytes, { stream: true });
    if (text === '') return [];
    if (this.#endedWithReturn && text.startsWith('\n')) text = text.slice(1);
    this.#endedWithReturn = text.endsWith('\r');
    // Hardly any server sends carriage returns, and a plain split is several times as fast.
    const lines = text.includes('\r') ? text.split(/\r\n|\n|\r/) : text.split('\n');
    const last = lines.pop() ?? '';
    if (lines.length > 0) lines[0] = this.#takeRest() + lines[0];
    this.#rest.push(last);
    this.#restLength += last.length;
    if (this.#restLength > this.#maxLineLength) throw new EventTooLongError();
    return lines;
  }

  /** The last line, if it has no end. */
  end(): string[] {
    const rest = this.#takeRest() + this.#decoder.decode();
    return rest === '' ? [] : [rest];
  }

  #takeRest(): string {
    const rest = this.#rest.join('');
    this.#rest = [];
    this.#restLength = 0;
    return rest;
  }
}
