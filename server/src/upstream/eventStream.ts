import { EventTooLongError, splitLines } from './lines.ts';

/**
 * The data of each message of a stream, in either form that model servers use, whatever it is labelled:
 * - server-sent events as the WHATWG HTML standard §9.2.6 parses them: comments and other fields are passed over, several
 *   `data` lines of an event are joined; a last event without its blank line still counts, because servers that close early
 *   forget it;
 * - lines of JSON (NDJSON): a line that begins with a brace is a message of its own.
 *
 * Lines end with LF, CR or CRLF, and may be cut anywhere, inside a character too. Throws `EventTooLongError` beyond
 * `maxEventLength` characters.
 */
export async function* readEventData(
  body: AsyncIterable<Uint8Array>,
  maxEventLength: number,
): AsyncGenerator<string> {
  let data: string | undefined;
  for await (const line of splitLines(body, maxEventLength)) {
    if (line === '') {
      if (data !== undefined) yield data;
      data = undefined;
      continue;
    }
    if (line.startsWith('{')) {
      yield line;
      continue;
    }
    const value = dataOf(line);
    if (value === undefined) continue;
    data = data === undefined ? value : `${data}\n${value}`;
    if (data.length > maxEventLength) throw new EventTooLongError();
  }
  if (data !== undefined) yield data;
}

function dataOf(line: string): string | undefined {
  if (line === 'data') return '';
  if (!line.startsWith('data:')) return undefined;
  return line.startsWith('data: ') ? line.slice(6) : line.slice(5);
}
