import type { HttpResponse } from '../base/httpCall.ts';
import { isShallow } from '../base/jsonDepth.ts';
import type { Evaluation } from '../domain/evaluation.ts';
import {
  type Ending,
  type GenerationRequest,
  surroundingsOf,
  type Usage,
} from '../domain/generation.ts';
import { wholeText } from '../domain/stopRule.ts';
import type { Surroundings } from '../domain/wrapping/standpoint.ts';
import { mayBeThinking } from '../domain/wrapping/thinking.ts';
import { unwrap } from '../domain/wrapping/unwrap.ts';
import { readPart } from '../providers/answerParts.ts';
import type { ServerEnding } from '../providers/endings.ts';
import { evaluationOf } from '../providers/evaluations.ts';
import type { AnswerPart, Provider } from '../providers/provider.ts';
import { Messages } from './messages.ts';
import { BodyMeter, plainBody } from './plainBody.ts';
import { isServersFault } from './serversFault.ts';
import { chunksOf, MESSAGES_A_TURN, readPaced } from './turns.ts';

/** Longest whole text that we hold, in characters. */
const MAX_TEXT_LENGTH = 256_000;
/** The longest tokens, of white space, are so long: a server that says more for each goes on beyond what was asked for. */
const CHARACTERS_PER_TOKEN = 128;
/** Longer texts are looked at as a whole in a turn of their own; in characters. Suggestions have some hundreds. */
const LONG_TEXT = 4_096;

/** Something that came in place of an answer, or ended it: an error that the server reports, or something that is no answer. */
export type AnswerFault =
  | { readonly kind: 'refusal'; readonly body: unknown }
  | { readonly kind: 'page'; readonly body: string }
  | { readonly kind: 'nothing' | 'unreadable' | 'broken' | 'moderated' | 'onlyThought' }
  | { readonly kind: 'otherJson'; readonly body: unknown };

/** The result of reading an answer. */
export interface Answer {
  readonly text: string;
  readonly ending: Ending;
  readonly usage: Usage | undefined;
  /** Text came after the server had said that this was the end: whether this is all of it nobody knows. */
  readonly isContinued: boolean;
  /** Absent for an answer. */
  readonly fault: AnswerFault | undefined;
}

export interface AnswerWatch {
  /** Anything that arrives: text, an event without any, a comment that keeps the connection alive. */
  readonly onArrival: () => void;
  /** All text so far; `false` stops the stream. */
  readonly onText: (textSoFar: string) => boolean;
  /** The server says how long the prompt took. */
  readonly onEvaluated?: (evaluation: Evaluation) => void;
  /** Resolves in the next turn of the event loop: others come first. */
  readonly nextTurn: () => Promise<void>;
}

/**
 * Reads an answer to its end, to the border where the stop rule finds it whole, or to where its
 * reader has enough. It brings text, or an end, or usage; all else is a fault that says what came. Never throws for what the
 * server sent: text up to a fault is returned as cut (`length`), with its fault. Connection faults and aborts reject.
 */
export async function readAnswer(
  response: HttpResponse,
  provider: Provider,
  request: GenerationRequest,
  watch: AnswerWatch,
): Promise<Answer> {
  const onDone = () => response.finish?.();
  const state = new AnswerState(request, provider, { ...watch, onDone });
  const messages = new Messages();
  await readInto(state, messages, response, watch);
  // What is done with a long text as a whole takes as long again as hearing it.
  if (state.isLong) await watch.nextTurn();
  return state.answer(messages.page);
}

async function readInto(
  state: AnswerState,
  messages: Messages,
  response: HttpResponse,
  { onArrival, nextTurn }: AnswerWatch,
): Promise<void> {
  const meter = new BodyMeter();
  try {
    const isWanted = await readPaced(plainBody(response), nextTurn, (bytes) => {
      meter.add(bytes);
      onArrival();
      return state.takeAll(messages.push(bytes));
    });
    if (!isWanted) return;
    for (const some of chunksOf(messages.end(), MESSAGES_A_TURN)) {
      if (!state.takeAll(some)) return;
      if (some.length === MESSAGES_A_TURN) await nextTurn();
    }
  } catch (error) {
    if (!isServersFault(error)) throw error;
    state.fail({ kind: 'unreadable' });
  }
}

class AnswerState {
  readonly #request: GenerationRequest;
  readonly #surroundings: Surroundings;
  readonly #read: (event: unknown) => AnswerPart;
  readonly #watch: AnswerWatch & { readonly onDone: () => void };
  /** Text that was read, and not looked at yet: what comes at once is looked at once, however many events it came in. */
  #unheard = '';
  #text = '';
  #ending: ServerEnding | 'enough' | undefined;
  #usage: Usage | undefined;
  #fault: AnswerFault | undefined;
  #isContinued = false;
  #hasThought = false;
  /** An event that says nothing that we know. */
  #strange: unknown;

  /** `onDone` is called when the server has said that nothing more is to come. */
  constructor(
    request: GenerationRequest,
    provider: Provider,
    watch: AnswerWatch & { readonly onDone: () => void },
  ) {
    this.#request = request;
    this.#surroundings = surroundingsOf(request);
    this.#read = provider.read ?? readPart;
    this.#watch = watch;
  }

  get isLong(): boolean {
    return this.#text.length > LONG_TEXT;
  }

  /** Takes in what some messages say; `false` when no more is wanted. */
  takeAll(messages: readonly string[]): boolean {
    for (const data of messages) {
      if (data.trim() === '[DONE]') {
        this.#hear();
        this.#watch.onDone();
        return false;
      }
      const event = eventIn(data);
      if (event === 'broken') {
        if (this.#hear()) this.fail({ kind: 'unreadable' });
        return false;
      }
      const evaluation = evaluationOf(event);
      if (evaluation !== undefined) this.#watch.onEvaluated?.(evaluation);
      if (!this.#take(this.#read(event), event)) return false;
    }
    return this.#hear();
  }

  /** The answer broke by the server's fault: after its end that does not matter any more. */
  fail(fault: AnswerFault): void {
    if (this.#ending === undefined) this.#fault = fault;
  }

  #take(part: AnswerPart, event: unknown): boolean {
    if (part.refusal !== undefined) {
      if (this.#hear()) this.fail({ kind: 'refusal', body: part.refusal });
      return false;
    }
    this.#usage = part.usage ?? this.#usage;
    this.#hasThought ||= part.hasThought === true;
    if (part.text !== undefined) {
      // Servers name an end in every event, too.
      if (this.#ending !== undefined) this.#isContinued = true;
      this.#ending = undefined;
      this.#unheard += part.text;
    }
    if (Object.keys(part).length === 0) this.#strange ??= event;
    if (part.finish === undefined) return true;
    if (!this.#hear()) return false;
    this.#ending = part.finish;
    return true;
  }

  /** Looks at the text that has come; false when no more is wanted. */
  #hear(): boolean {
    if (this.#unheard === '') return true;
    const maxLength = this.#maxLength();
    const isTooLong = this.#text.length + this.#unheard.length > maxLength;
    this.#text += this.#unheard.slice(0, maxLength - this.#text.length);
    this.#unheard = '';
    const whole = wholeText(this.#request.stopRule, this.#text, this.#surroundings);
    if (whole !== undefined) {
      this.#text = whole;
      this.#ending = 'enough';
    }
    const wantsMore = this.#watch.onText(this.#text);
    return wantsMore && whole === undefined && !isTooLong;
  }

  #maxLength(): number {
    return Math.min(MAX_TEXT_LENGTH, this.#request.maxOutputTokens * CHARACTERS_PER_TOKEN);
  }

  answer(page: string | undefined): Answer {
    const isWhole = this.#ending === 'stop' || this.#ending === 'enough';
    return {
      text: this.#text,
      ending: isWhole ? (this.#ending as Ending) : 'length',
      usage: this.#usage,
      isContinued: this.#isContinued,
      fault: this.#fault ?? this.#faultOf(page),
    };
  }

  #faultOf(page: string | undefined): AnswerFault | undefined {
    if (this.#ending === 'broken') return { kind: 'broken' };
    if (this.#ending === 'length' && this.#isOnlyThought()) return { kind: 'onlyThought' };
    if (this.#text !== '') return undefined;
    if (this.#ending === 'moderated') return { kind: 'moderated' };
    if (page !== undefined) return { kind: 'page', body: page };
    if (this.#ending !== undefined || this.#usage !== undefined) return undefined;
    return this.#strange === undefined || this.#hasThought
      ? { kind: 'nothing' }
      : { kind: 'otherJson', body: this.#strange };
  }

  /** Its tokens are spent, and there is nothing but what it thought. */
  #isOnlyThought(): boolean {
    if (this.#text.trim() === '') return this.#hasThought;
    if (!mayBeThinking(this.#text.trimStart())) return false;
    return unwrap({ text: this.#text, isOver: true }, this.#surroundings).text.trim() === '';
  }
}

/** Words that servers write in place of JSON where something went wrong. */
const ERROR_WORDS = /^(?:\[?error|internal server error|bad gateway|service unavailable|upstream)/i;

/**
 * The value of an event. What is no JSON and does not try to be ("ping", nothing) says nothing, unless it speaks of an error; JSON
 * that is broken is `broken`. One that is deeper than any answer says nothing.
 */
function eventIn(data: string): unknown {
  const text = data.trim();
  if (!isShallow(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    if (/^[{[]/.test(text) && !ERROR_WORDS.test(text)) return 'broken';
    return ERROR_WORDS.test(text) ? { error: { message: text } } : undefined;
  }
}
