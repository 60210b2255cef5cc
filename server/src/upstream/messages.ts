import { EventStream } from './eventStream.ts';
import { JsonValues } from './jsonValues.ts';

/** Longest event that we hold, in characters. */
const MAX_EVENT_LENGTH = 1_000_000;
/** More of a web page is not kept. */
const MAX_PAGE_LENGTH = 16_000;

/**
 * The messages of an answer, by what it holds and not by its label: values of JSON, a web page, or events. Servers call a stream
 * of events JSON, and the other way round.
 */
export class Messages {
  readonly #decoder = new TextDecoder();
  #form: 'json' | 'page' | 'events' | undefined;
  readonly #json: JsonValues;
  readonly #events: EventStream;
  #page = '';

  /** Longer events, in characters, throw `EventTooLongError`. */
  constructor(maxEventLength = MAX_EVENT_LENGTH) {
    this.#json = new JsonValues(maxEventLength);
    this.#events = new EventStream(maxEventLength);
  }

  /** The web page that came in place of an answer, as far as it is kept. */
  get page(): string | undefined {
    return this.#form === 'page' ? this.#page : undefined;
  }

  push(bytes: Uint8Array): string[] {
    const begun = this.#form === undefined ? withoutBlanks(bytes) : bytes;
    this.#form ??= formOf(begun);
    // Whoever splits lines puts characters together, too: bytes that another decoder has seen would be lost to it.
    if (this.#form === 'events') return this.#events.push(begun);
    return this.#read(this.#decoder.decode(begun, { stream: true }));
  }

  /** Returns the remaining messages once the answer has ended. */
  end(): string[] {
    if (this.#form === 'events') return this.#events.end();
    const rest = this.#read(this.#decoder.decode());
    return [...rest, ...this.#json.end()];
  }

  #read(text: string): string[] {
    if (this.#form === 'json') return this.#json.push(text);
    const room = MAX_PAGE_LENGTH - this.#page.length;
    if (this.#form === 'page') this.#page += text.slice(0, room);
    return [];
  }
}

/** White space, and the bytes of a byte order mark: no answer begins with them. */
const BLANKS: ReadonlySet<number> = new Set([0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x20, 0xef, 0xbb, 0xbf]);
const [BRACE, BRACKET, TAG] = [0x7b, 0x5b, 0x3c];

function withoutBlanks(bytes: Uint8Array): Uint8Array {
  let from = 0;
  while (from < bytes.length && BLANKS.has(bytes[from] as number)) from++;
  return bytes.subarray(from);
}

function formOf([first]: Uint8Array): 'json' | 'page' | 'events' | undefined {
  if (first === undefined) return undefined;
  if (first === BRACE || first === BRACKET) return 'json';
  return first === TAG ? 'page' : 'events';
}
