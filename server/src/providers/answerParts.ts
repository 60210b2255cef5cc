import { endingOf } from './endings.ts';
import type { AnswerPart } from './provider.ts';
import { usageIn } from './usage.ts';

/**
 * The events and whole answers of every API that we meet: completions and chats in OpenAI's form, Ollama's own, llama.cpp's own,
 * TGI's own, Anthropic's. Read by their shape, for a gateway, or a URL that leads elsewhere, answers in another form than the one asked for.
 */

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads one parsed event, or the whole body of an answer that was not streamed. */
export function readPart(event: unknown): AnswerPart {
  // Gemini and TGI put one object into a list.
  const [only] = Array.isArray(event) ? event : [event];
  return isRecord(only) ? readRecord(only) : {};
}

function readRecord(event: Record<string, unknown>): AnswerPart {
  if (isRefusal(event)) return { refusal: event };
  if (Array.isArray(event.choices)) return readChoices(event, event.choices);
  const usage = usageIn(event);
  const read = OTHER_SHAPES.map((shape) => shape(event)).find((part) => part !== undefined);
  return { ...read, ...(usage === undefined ? {} : { usage }) };
}

/** True for an object that reports an error in any of the forms in use. */
export function isRefusal(event: Record<string, unknown>): boolean {
  const { error, errors, object, type, choices } = event;
  if (isGiven(error) && error !== false) return true;
  if (Array.isArray(errors) && errors.length > 0) return true;
  if (type === 'error' || (typeof object === 'string' && object.toLowerCase() === 'error')) {
    return true;
  }
  if (choices !== undefined) return false;
  // FastAPI, DashScope, Azure's gateway, AWS.
  const isCoded = [event.code, event.statusCode, event.status].some(isGiven);
  return isGiven(event.detail) || (isGiven(event.message ?? event.msg) && isCoded && !event.role);
}

const isGiven = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

/** True for the index of the first choice, which may be left out. */
const isFirst = (index: unknown): boolean =>
  [undefined, null, 0, '0'].some((each) => each === index);

function readChoices(event: Record<string, unknown>, choices: readonly unknown[]): AnswerPart {
  const usage = usageIn(event);
  const choice = choices.filter(isRecord).find(({ index }) => isFirst(index));
  if (choice === undefined) return usage === undefined ? {} : { usage };
  const holder = [choice.delta, choice.message].find(isRecord) ?? {};
  const content = contentOf(holder.content ?? holder.text ?? choice.text);
  const hasThought = THOUGHTS.some((name) => isGiven(holder[name])) || content.hasThought;
  return {
    ...said(content.text, choice.finish_reason ?? choice.stop_reason),
    ...(hasThought ? { hasThought } : {}),
    ...(usage === undefined ? {} : { usage }),
  };
}

/** Members in which servers put what a model thinks. */
const THOUGHTS = ['reasoning_content', 'reasoning', 'thinking', 'reasoning_details'] as const;

/** A text, or a list of parts of which some are text and some are thinking (Mistral, Anthropic). */
function contentOf(content: unknown): { readonly text: string; readonly hasThought: boolean } {
  if (typeof content === 'string') return { text: content, hasThought: false };
  const parts = Array.isArray(content) ? content : isRecord(content) ? [content] : [];
  let text = '';
  let hasThought = false;
  for (const part of parts) {
    if (typeof part === 'string') text += part;
    else if (!isRecord(part)) continue;
    else if (typeof part.type === 'string' && /think|reason/.test(part.type)) hasThought = true;
    else if (typeof part.text === 'string') text += part.text;
  }
  return { text, hasThought };
}

function said(text: unknown, word: unknown): AnswerPart {
  const finish = endingOf(word);
  return {
    ...(typeof text === 'string' && text !== '' ? { text } : {}),
    ...(finish === undefined ? {} : { finish }),
  };
}

type Shape = (event: Record<string, unknown>) => AnswerPart | undefined;

/** `{ response, done }` and `{ message, done }`; "load" and "unload" say that no text was asked for. */
const ollama: Shape = (event) => {
  const { response, message, done, done_reason: reason } = event;
  if (typeof response !== 'string' && typeof done !== 'boolean') return undefined;
  const chat = isRecord(message) ? message : {};
  const isOver = done === true && reason !== 'load' && reason !== 'unload';
  const part = said(
    response || contentOf(chat.content).text,
    isOver ? (reason ?? 'stop') : undefined,
  );
  const hasThought = isGiven(event.thinking) || isGiven(chat.thinking);
  return hasThought ? { ...part, hasThought } : part;
};

/** `{ content, stop }`. */
const llamaCpp: Shape = ({ content, stop, stop_type: type, stopped_limit: isCut }) => {
  if (typeof content !== 'string') return undefined;
  const isAtLimit = type === 'limit' || isCut === true;
  return said(content, stop === true ? (isAtLimit ? 'length' : 'stop') : undefined);
};

/** `{ token: { text }, generated_text, details }`: the whole text comes once more with the last token. */
const tgi: Shape = ({ token, generated_text: whole, details }) => {
  const reason = isRecord(details) ? details.finish_reason : undefined;
  if (isRecord(token)) {
    const isOver = typeof whole === 'string';
    return said(token.special === true ? '' : token.text, isOver ? (reason ?? 'stop') : undefined);
  }
  return typeof whole === 'string' ? said(whole, reason ?? 'stop') : undefined;
};

/** `content_block_delta`, `message_delta`, and the whole message. */
const anthropic: Shape = ({ type, delta, content, stop_reason: reason }) => {
  if (type === 'message') return { ...said(contentOf(content).text, reason) };
  if (!isRecord(delta)) return undefined;
  const hasThought = isGiven(delta.thinking);
  return { ...said(delta.text, delta.stop_reason), ...(hasThought ? { hasThought } : {}) };
};

const OTHER_SHAPES: readonly Shape[] = [anthropic, ollama, llamaCpp, tgi];
