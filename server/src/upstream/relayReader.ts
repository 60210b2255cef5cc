import type { HttpResponse } from '../base/httpCall.ts';
import { isShallow } from '../base/jsonDepth.ts';
import type { RelayRequest, Usage } from '../domain/generation.ts';
import { isRefusal } from '../providers/answerParts.ts';
import { endingOf, type ServerEnding } from '../providers/endings.ts';
import { usageIn } from '../providers/usage.ts';
import type { Answer, AnswerFault } from './answerReader.ts';
import { CHARACTERS_PER_TOKEN } from './fitted.ts';
import { Messages } from './messages.ts';
import { BodyMeter, plainBody } from './plainBody.ts';
import { isServersFault } from './serversFault.ts';
import { choiceIndex, StreamedWhole } from './streamedWhole.ts';
import { readPaced } from './turns.ts';
import { estimate } from './usageEstimate.ts';

/** Longest answer, in bytes, and longest event of one, in characters: a list of embeddings is one event. */
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_EVENT_LENGTH = 64 * 1024 * 1024;
/** The last message of a stream. */
const END = '[DONE]';

export interface RelayWatch {
  readonly onArrival: () => void;
  /** All events so far of a stream; `false` stops it. */
  readonly onEvents: (eventsSoFar: readonly string[]) => boolean;
  /** Resolves in the next turn of the event loop: others come first. */
  readonly nextTurn: () => Promise<void>;
}

/**
 * Reads an answer that is passed on, event by event, as it comes. Its text is the body that it has as a whole, however it came. It ends by itself (`stop`) if every
 * choice that was asked for is there and was ended by the model, none of them calls a tool, and the stream said that it was over; a list of embeddings, if there is one
 * for each input.
 * Anything else is cut (`length`), which is never stored.
 */
export async function readRelayed(
  response: HttpResponse,
  request: RelayRequest,
  watch: RelayWatch,
): Promise<Answer> {
  const state = new RelayState(request, watch, () => response.finish?.());
  const messages = new Messages(MAX_EVENT_LENGTH);
  const meter = new BodyMeter(MAX_BYTES);
  try {
    const isWanted = await readPaced(plainBody(response, MAX_BYTES), watch.nextTurn, (bytes) => {
      meter.add(bytes);
      watch.onArrival();
      return state.take(messages.push(bytes));
    });
    if (isWanted) state.take(messages.end());
  } catch (error) {
    if (!isServersFault(error)) throw error;
    state.broken();
  }
  return state.answer(messages.page);
}

class RelayState {
  readonly #request: RelayRequest;
  readonly #watch: RelayWatch;
  readonly #onDone: () => void;
  readonly #events: string[] = [];
  readonly #streamed = new StreamedWhole();
  /** The end of each choice that has begun; `undefined` while it has none. */
  readonly #choices = new Map<number, ServerEnding | 'tools' | undefined>();
  /** The body of an answer that came as a whole. */
  #body: string | undefined;
  #isDone = false;
  /** Something came that no answer brings: a choice of no known place, a second body. */
  #isOdd = false;
  #isContinued = false;
  /** Its reader has enough. */
  #isEnough = false;
  #usage: Usage | undefined;
  #characters = 0;
  #fault: AnswerFault | undefined;

  constructor(request: RelayRequest, watch: RelayWatch, onDone: () => void) {
    this.#request = request;
    this.#watch = watch;
    this.#onDone = onDone;
  }

  /** Takes in some messages; `false` when no more is wanted. */
  take(messages: readonly string[]): boolean {
    const before = this.#events.length;
    for (const message of messages) if (!this.#takeOne(message.trim())) break;
    const isNew = this.#events.length > before;
    if (isNew && !this.#watch.onEvents(this.#events)) this.#isEnough = true;
    return !this.#isEnough && !this.#isDone && this.#fault === undefined;
  }

  broken(): void {
    if (!this.#isDone) this.#fault ??= { kind: 'unreadable' };
  }

  answer(page: string | undefined): Answer {
    const fault = this.#fault ?? this.#faultOf(page);
    return {
      text: this.#body ?? this.#streamedBody(),
      ending: fault === undefined && this.#isWhole() ? 'stop' : 'length',
      usage: this.#usage ?? this.#estimated(),
      isContinued: this.#isContinued,
      fault,
    };
  }

  #takeOne(message: string): boolean {
    if (message === END) {
      this.#isDone = true;
      this.#onDone();
      return false;
    }
    const event = parsed(message);
    if (!isMembers(event)) {
      // Words between events keep a connection alive.
      if (/^[{[]/.test(message)) this.#fault = { kind: 'unreadable' };
      return this.#fault === undefined;
    }
    if (isRefusal(event)) {
      this.#fault = { kind: 'refusal', body: event };
      return false;
    }
    this.#read(event, message);
    return true;
  }

  #read(event: Members, message: string): void {
    this.#usage = usageIn(event) ?? this.#usage;
    const choices = Array.isArray(event.choices) ? event.choices.filter(isMembers) : [];
    for (const choice of choices) this.#readChoice(choice);
    if (this.#isWholeBody(event, choices)) {
      // Of two bodies nobody knows which one is the answer.
      this.#isOdd ||= this.#body !== undefined || !this.#isComplete(event, choices);
      this.#body = message;
      return;
    }
    this.#streamed.add(event);
    this.#events.push(message.includes('\n') ? JSON.stringify(event) : message);
  }

  #readChoice(choice: Members): void {
    const index = choiceIndex(choice.index);
    if (index === undefined) {
      this.#isOdd = true;
      return;
    }
    const known = this.#choices.get(index);
    const text = textIn(choice);
    if (known === 'stop' && text !== '') this.#isContinued = true;
    const ending = callsTool(choice) ? 'tools' : endingOf(choice.finish_reason);
    // Servers end with "stop" what they have called something else before.
    this.#choices.set(index, known === undefined || known === 'stop' ? (ending ?? known) : known);
    this.#characters += text.length;
  }

  /** Events and whole bodies of completions look alike: those are told apart at the end. */
  #isWholeBody({ data }: Members, choices: readonly Members[]): boolean {
    const { operation } = this.#request.input;
    if (operation === 'embeddings') return Array.isArray(data);
    return choices.some(({ message }) => isMembers(message));
  }

  /** True for a body with all that was asked for, each once. */
  #isComplete({ data }: Members, choices: readonly Members[]): boolean {
    const { body, operation } = this.#request.input;
    if (operation !== 'embeddings') return choices.length === choicesOf(this.#request);
    return Array.isArray(data) && hasVectors(data, inputsIn(body.input));
  }

  /** True for a completion that was asked for as a whole, and came so. */
  get #isOneEvent(): boolean {
    const { operation, isStreamed } = this.#request.input;
    return operation === 'text' && !isStreamed && !this.#isDone && this.#events.length === 1;
  }

  #isWhole(): boolean {
    if (this.#isOdd) return false;
    if (this.#request.input.operation === 'embeddings') return this.#body !== undefined;
    const isOver = this.#isDone || this.#body !== undefined || this.#isOneEvent;
    return isOver && this.#isEachEnded();
  }

  #isEachEnded(): boolean {
    const count = choicesOf(this.#request);
    if (this.#choices.size !== count) return false;
    return [...this.#choices].every(([index, ending]) => index < count && ending === 'stop');
  }

  #streamedBody(): string {
    const [only] = this.#events;
    if (only === undefined) return '';
    if (this.#isOneEvent) return only;
    const isChat = this.#request.input.operation === 'chat';
    return JSON.stringify(this.#streamed.body(isChat ? 'chat.completion' : 'text_completion'));
  }

  #estimated(): Usage {
    const outputTokens = Math.ceil(this.#characters / CHARACTERS_PER_TOKEN);
    return { inputTokens: estimate(this.#request, '').inputTokens, outputTokens };
  }

  #faultOf(page: string | undefined): AnswerFault | undefined {
    if (page !== undefined) return { kind: 'page', body: page };
    if (this.#body !== undefined) return undefined;
    if (this.#events.length === 0) return { kind: 'nothing' };
    if (this.#isEnough) return undefined;
    const endings = [...this.#choices.values()];
    const isEnded = endings.length > 0 && endings.every((ending) => ending !== undefined);
    return this.#isDone || isEnded ? undefined : { kind: 'broken' };
  }
}

type Members = Record<string, unknown>;

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** How many texts a member asks about: one, or a list of them. A list of numbers is one, in tokens. */
const inputsIn = (asked: unknown): number =>
  Array.isArray(asked) && typeof asked[0] !== 'number' ? asked.length : 1;

/** How many choices a request asks for. */
function choicesOf({ input: { body, operation } }: RelayRequest): number {
  const each = typeof body.n === 'number' ? body.n : 1;
  return operation === 'text' ? each * inputsIn(body.prompt) : each;
}

/** True for a list with one vector for each input. */
function hasVectors(data: readonly unknown[], inputs: number): boolean {
  const places = new Set<unknown>();
  for (const [at, each] of data.entries()) {
    if (!isMembers(each) || !isVector(each.embedding)) return false;
    places.add(each.index ?? at);
  }
  return data.length === inputs && Array.from({ length: inputs }).every((_, at) => places.has(at));
}

/** Numbers, or their bytes in base64. */
const isVector = (embedding: unknown): boolean =>
  (Array.isArray(embedding) || typeof embedding === 'string') && embedding.length > 0;

/** True for a call of a tool: it may find another thing the next time. */
function callsTool({ delta, message, finish_reason: reason }: Members): boolean {
  if (reason === 'tool_calls' || reason === 'function_call') return true;
  const said = [delta, message].find(isMembers);
  return [said?.tool_calls, said?.function_call].some(
    (call) => call !== undefined && call !== null,
  );
}

function textIn({ delta, message, text }: Members): string {
  const said = [delta, message].find(isMembers)?.content ?? text;
  return typeof said === 'string' ? said : '';
}

function parsed(text: string): unknown {
  if (!isShallow(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
