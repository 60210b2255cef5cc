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
  #rest = '';
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
    const whole = this.#rest + text;
    // Hardly any server sends carriage returns, and a plain split is several times as fast.
    const lines = whole.includes('\r') ? whole.split(/\r\n|\n|\r/) : whole.split('\n');
    this.#rest = lines.pop() ?? '';
    if (this.#rest.length > this.#maxLineLength) throw new EventTooLongError();
    return lines;
  }

  /** The last line, if it has no end. */
  end(): string[] {
    const rest = this.#rest + this.#decoder.decode();
    this.#rest = '';
    return rest === '' ? [] : [rest];
  }
}
