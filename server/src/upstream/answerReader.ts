import type { HttpResponse } from '../base/httpCall.ts';
import type { EndpointErrorKind } from '../domain/endpointError.ts';
import {
  type Ending,
  type GenerationRequest,
  surroundingsOf,
  type Usage,
} from '../domain/generation.ts';
import { wholeText } from '../domain/stopRule.ts';
import type { Surroundings } from '../domain/wrapping/standpoint.ts';
import type { AnswerPart, Provider } from '../providers/provider.ts';
import { EventStream } from './eventStream.ts';
import { EventTooLongError } from './lines.ts';
import { BodyMeter, BodyTooLongError, plainBody } from './plainBody.ts';

/** Longest event and longest whole text that we hold, in characters. */
const MAX_EVENT_LENGTH = 1_000_000;
const MAX_TEXT_LENGTH = 256_000;

/** The result of reading an answer. */
export interface Answer {
  readonly text: string;
  readonly ending: Ending;
  readonly usage: Usage | undefined;
  /** The error that broke the stream, if any. */
  readonly fault: EndpointErrorKind | undefined;
}

export interface AnswerWatch {
  /** Any event with data. */
  readonly onEvent: () => void;
  /** All text so far; `false` stops the stream. */
  readonly onText: (textSoFar: string) => boolean;
}

/**
 * Reads an answer to its end, to the border where the stop rule finds it whole, or to where its
 * reader has enough. Never throws for what the server sent: text up to a fault is returned as cut
 * (`length`), with its fault. Connection faults and aborts reject.
 */
export async function readAnswer(
  response: HttpResponse,
  provider: Provider,
  request: GenerationRequest,
  watch: AnswerWatch,
): Promise<Answer> {
  const onDone = () => response.finish?.();
  const state = new AnswerState(request, provider, { ...watch, onDone });
  const messages = isStream(response) ? new EventStream(MAX_EVENT_LENGTH) : new WholeBody();
  const meter = new BodyMeter();
  try {
    for await (const bytes of plainBody(response)) {
      meter.add(bytes);
      if (!state.takeAll(messages.push(bytes))) return state.answer();
    }
    state.takeAll(messages.end());
  } catch (error) {
    if (!isServersFault(error)) throw error;
    state.fail();
  }
  return state.answer();
}

class AnswerState {
  readonly #request: GenerationRequest;
  readonly #surroundings: Surroundings;
  readonly #provider: Provider;
  readonly #watch: AnswerWatch & { readonly onDone: () => void };
  #text = '';
  #ending: Ending | undefined;
  #usage: Usage | undefined;
  #broken = false;

  /** `onDone` is called when the server has said that nothing more is to come. */
  constructor(
    request: GenerationRequest,
    provider: Provider,
    watch: AnswerWatch & { readonly onDone: () => void },
  ) {
    this.#request = request;
    this.#surroundings = surroundingsOf(request);
    this.#provider = provider;
    this.#watch = watch;
  }

  /** Takes in what some messages say; `false` when no more is wanted. */
  takeAll(messages: readonly string[]): boolean {
    for (const data of messages) {
      if (data === '[DONE]') {
        this.#watch.onDone();
        return false;
      }
      this.#watch.onEvent();
      if (!this.#take(parsePart(data, this.#provider))) return false;
    }
    return true;
  }

  /** The stream broke by the server's fault: after its end that does not matter any more. */
  fail(): void {
    this.#broken = this.#ending === undefined;
  }

  #take(part: AnswerPart): boolean {
    if (part.failed) {
      this.fail();
      return false;
    }
    this.#usage = part.usage ?? this.#usage;
    if (part.text !== undefined && this.#ending === undefined && !this.#append(part.text)) {
      return false;
    }
    this.#ending = part.finish ?? this.#ending;
    return true;
  }

  #append(text: string): boolean {
    this.#text += text;
    const whole = wholeText(this.#request.stopRule, this.#text, this.#surroundings);
    if (whole !== undefined) {
      this.#text = whole;
      this.#ending = 'enough';
    }
    const wantsMore = this.#watch.onText(this.#text);
    return wantsMore && whole === undefined && this.#text.length <= MAX_TEXT_LENGTH;
  }

  answer(): Answer {
    return {
      text: this.#text,
      ending: this.#ending ?? 'length',
      usage: this.#usage,
      fault: this.#broken ? 'malformed' : undefined,
    };
  }
}

const isStream = ({ headers }: HttpResponse): boolean =>
  !/application\/json\b/.test(String(headers['content-type'] ?? ''));

/** A server that ignores `stream` sends one JSON object; one that mislabels its stream, several, a line each. */
class WholeBody {
  readonly #decoder = new TextDecoder();
  #text = '';

  push(bytes: Uint8Array): string[] {
    this.#text += this.#decoder.decode(bytes, { stream: true });
    if (this.#text.length > MAX_EVENT_LENGTH) throw new EventTooLongError();
    return [];
  }

  end(): string[] {
    const text = (this.#text + this.#decoder.decode()).trim();
    return parseOr(text) === undefined ? text.split('\n') : [text];
  }
}

/** True if the server caused the error: it sent too long a text, or an invalid coding. */
const isServersFault = (error: unknown): boolean =>
  error instanceof EventTooLongError ||
  error instanceof BodyTooLongError ||
  (error instanceof Error && /^(?:Z_|ZSTD_|ERR__ERROR)/.test(codeOf(error)));

const codeOf = (error: Error): string => ('code' in error ? String(error.code) : '');

function parseOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Parses one part of an answer; a part that is not JSON breaks the server's own protocol and counts as failed. */
function parsePart(data: string, provider: Provider): AnswerPart {
  const event = parseOr(data);
  return event === undefined ? { failed: true } : provider.read(event);
}
