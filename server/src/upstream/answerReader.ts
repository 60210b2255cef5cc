import type { HttpResponse } from '../base/httpCall.ts';
import type { EndpointErrorKind } from '../domain/endpointError.ts';
import type { Ending, GenerationRequest, Usage } from '../domain/generation.ts';
import { wholeText } from '../domain/stopRule.ts';
import { readEventData } from './eventStream.ts';
import { EventTooLongError } from './lines.ts';
import type { AnswerPart, Provider } from './providers/provider.ts';

/** Longest event and longest whole text that we hold, in characters. */
const MAX_EVENT_LENGTH = 1_000_000;
const MAX_TEXT_LENGTH = 256_000;

/** What an answer came to. */
export interface Answer {
  readonly text: string;
  readonly ending: Ending;
  readonly usage: Usage | undefined;
  /** What broke the stream, if anything did. */
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
  const state = new AnswerState(request, watch.onText);
  const parts = isEventStream(response) ? streamed(response, provider) : single(response, provider);
  for await (const part of parts) {
    watch.onEvent();
    if (!state.take(part)) break;
  }
  return state.answer();
}

class AnswerState {
  readonly #request: GenerationRequest;
  readonly #onText: (textSoFar: string) => boolean;
  #text = '';
  #ending: Ending | undefined;
  #usage: Usage | undefined;
  #broken = false;

  constructor(request: GenerationRequest, onText: (textSoFar: string) => boolean) {
    this.#request = request;
    this.#onText = onText;
  }

  /** Takes in one part; `false` when no more is wanted. */
  take(part: AnswerPart): boolean {
    if (part.failed) {
      this.#broken = this.#ending === undefined;
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
    const whole = wholeText(this.#request.stopRule, this.#text);
    if (whole !== undefined) {
      this.#text = whole;
      this.#ending = 'enough';
    }
    const wantsMore = this.#onText(this.#text);
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

const isEventStream = (response: HttpResponse): boolean =>
  !String(response.headers['content-type'] ?? '').includes('application/json');

async function* streamed(response: HttpResponse, provider: Provider): AsyncGenerator<AnswerPart> {
  try {
    for await (const data of readEventData(response.body, MAX_EVENT_LENGTH)) {
      if (data === '[DONE]') return;
      yield parsePart(data, provider);
    }
  } catch (error) {
    if (!(error instanceof EventTooLongError)) throw error;
    yield { failed: true };
  }
}

/** A server that ignores `stream` sends one JSON object. */
async function* single(response: HttpResponse, provider: Provider): AsyncGenerator<AnswerPart> {
  const decoder = new TextDecoder();
  let body = '';
  for await (const bytes of response.body) {
    body += decoder.decode(bytes, { stream: true });
    if (body.length > MAX_EVENT_LENGTH) {
      yield { failed: true };
      return;
    }
  }
  yield parsePart(body + decoder.decode(), provider);
}

function parsePart(data: string, provider: Provider): AnswerPart {
  try {
    return provider.read(JSON.parse(data));
  } catch {
    // Not JSON: the server broke its own protocol, which is an answer of its own.
    return { failed: true };
  }
}
