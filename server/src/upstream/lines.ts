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
export async function* splitLines(
  body: AsyncIterable<Uint8Array>,
  maxLineLength: number,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  let endedWithReturn = false;
  for await (const bytes of body) {
    let text = decoder.decode(bytes, { stream: true });
    if (text === '') continue;
    if (endedWithReturn && text.startsWith('\n')) text = text.slice(1);
    endedWithReturn = text.endsWith('\r');
    const lines = (rest + text).split(/\r\n|\n|\r/);
    rest = lines.pop() ?? '';
    yield* lines;
    if (rest.length > maxLineLength) throw new EventTooLongError();
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}
