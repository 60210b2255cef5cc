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
  #begun = '';
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
    // Events are looked at as bytes: their reader splits lines, too.
    if (this.#form === 'events') return this.#events.push(bytes);
    return this.#read(this.#decoder.decode(bytes, { stream: true }));
  }

  /** Returns the remaining messages once the answer has ended. */
  end(): string[] {
    if (this.#form === 'events') return this.#events.end();
    const rest = this.#read(this.#decoder.decode());
    return [...rest, ...this.#json.end()];
  }

  #read(text: string): string[] {
    if (this.#form === undefined) {
      this.#begun = (this.#begun + text).trimStart();
      this.#form = formOf(this.#begun);
      if (this.#form === undefined) return [];
      return this.#first(this.#begun);
    }
    if (this.#form === 'json') return this.#json.push(text);
    if (this.#page.length < MAX_PAGE_LENGTH) this.#page += text.slice(0, MAX_PAGE_LENGTH);
    return [];
  }

  #first(text: string): string[] {
    if (this.#form === 'json') return this.#json.push(text);
    if (this.#form === 'events') return this.#events.push(Buffer.from(text));
    this.#page = text.slice(0, MAX_PAGE_LENGTH);
    return [];
  }
}

function formOf(begun: string): 'json' | 'page' | 'events' | undefined {
  const [first] = begun;
  if (first === undefined) return undefined;
  if (first === '{' || first === '[') return 'json';
  return first === '<' ? 'page' : 'events';
}
