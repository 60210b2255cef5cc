import type { HttpResponse } from '../base/httpCall.ts';
import type { EndpointErrorKind } from '../domain/endpointError.ts';
import type { Ending, GenerationRequest, Usage } from '../domain/generation.ts';
import { wholeText } from '../domain/stopRule.ts';
import { readEventData } from './eventStream.ts';
import { EventTooLongError } from './lines.ts';
import { BodyTooLongError, plainBody } from './plainBody.ts';
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
  const body = plainBody(response);
  const parts = isStream(response) ? streamed(body, provider) : single(body, provider);
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

const isStream = ({ headers }: HttpResponse): boolean =>
  !/application\/json\b/.test(String(headers['content-type'] ?? ''));

async function* streamed(
  body: AsyncIterable<Uint8Array>,
  provider: Provider,
): AsyncGenerator<AnswerPart> {
  try {
    for await (const data of readEventData(body, MAX_EVENT_LENGTH)) {
      if (data === '[DONE]') return;
      yield parsePart(data, provider);
    }
  } catch (error) {
    if (!isServersFault(error)) throw error;
    yield { failed: true };
  }
}

/** A server that ignores `stream` sends one JSON object; one that mislabels its stream, several, a line each. */
async function* single(
  body: AsyncIterable<Uint8Array>,
  provider: Provider,
): AsyncGenerator<AnswerPart> {
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const bytes of body) {
      text += decoder.decode(bytes, { stream: true });
      if (text.length > MAX_EVENT_LENGTH) throw new EventTooLongError();
    }
  } catch (error) {
    if (!isServersFault(error)) throw error;
    yield { failed: true };
    return;
  }
  text = (text + decoder.decode()).trim();
  const isOne = parseOr(text) !== undefined;
  for (const line of isOne ? [text] : text.split('\n')) yield parsePart(line, provider);
}

/** What it sent is too long, or no proper coding. */
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

/** What is not JSON breaks the server's own protocol, which is an answer of its own. */
function parsePart(data: string, provider: Provider): AnswerPart {
  const event = parseOr(data);
  return event === undefined ? { failed: true } : provider.read(event);
}
