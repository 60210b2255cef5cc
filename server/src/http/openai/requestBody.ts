import type { JsonValue, RelayInput, RelayOperation } from '../../domain/relay.ts';
import { ApiError } from './apiError.ts';
import { isLarge, type JsonBody } from './jsonBody.ts';
import { knownParameters } from './parameters.ts';

/** Source code holds about four characters a token. */
const CHARACTERS_PER_TOKEN = 4;
/** Expected of an answer whose request sets no limit, in tokens. */
const USUAL_OUTPUT_TOKENS = 1_024;
const MAX_NAME = 256;
const MAX_CHOICES = 128;
const MAX_TEMPERATURE = 2;
/** They are copied some times on their way; OpenAI has some thirty parameters. */
const MAX_PARAMETERS = 1_000;
/** The key of an answer is made in one go, of all that was asked: a million tokens of a prompt have four million characters. */
const MAX_CACHED_BYTES = 4_000_000;

/** How requests are read. */
export interface BodyOptions {
  /** Requests above it are meant to be answered otherwise each time: their answers are not kept. */
  readonly cacheTemperature: number;
  readonly unknownParameters: 'pass' | 'refuse';
}

/** A request as it was read. */
export interface RelayAsk {
  readonly model: string;
  readonly input: RelayInput;
  /** The client asked for an event with the usage at the end of the stream. */
  readonly wantsUsage: boolean;
  /** Estimated tokens of the prompt, and the most of the answer. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** False where an answer may be another one the next time: it is passed through. */
  readonly mayCache: boolean;
}

type Body = Readonly<Record<string, unknown>>;

/** Reads a request's body; throws `ApiError` that names the member at fault. */
export function readRequest(
  operation: RelayOperation,
  { value, bytes }: JsonBody,
  options: BodyOptions,
): RelayAsk {
  if (!isBody(value)) throw invalid('The body of the request must be a JSON object.', null);
  if (Object.keys(value).length > MAX_PARAMETERS) throw invalid(TOO_MANY_PARAMETERS, null);
  if (options.unknownParameters === 'refuse') refuseUnknown(operation, value);
  const model = modelIn(value);
  const isStreamed = booleanIn(value, 'stream') && operation !== 'embeddings';
  const { include_usage: usage, ...streamOptions } = streamOptionsIn(value);
  checkNumbers(value);
  const prompt = { texts: [] as string[], tokens: 0 };
  const isPlain = CONTENTS[operation](value, prompt);
  const { texts, tokens } = prompt;
  const { stream: _, stream_options: __, model: ___, ...body } = value;
  const characters = texts.reduce((sum, { length }) => sum + length, 0);
  const temperature = value.temperature ?? 0;
  return {
    model,
    input: {
      kind: 'relay',
      operation,
      body: body as { readonly [member: string]: JsonValue },
      texts,
      isStreamed,
      ...(isStreamed ? { streamOptions } : {}),
      ...(isLarge(bytes) ? { isLarge: true } : {}),
    },
    wantsUsage: usage === true,
    inputTokens: Math.ceil(characters / CHARACTERS_PER_TOKEN) + tokens,
    outputTokens: operation === 'embeddings' ? 0 : outputTokensIn(value),
    mayCache:
      isPlain &&
      bytes <= MAX_CACHED_BYTES &&
      Number(temperature) <= options.cacheTemperature &&
      !CHANGING.some((name) => isGiven(value[name])),
  };
}

const TOO_MANY_PARAMETERS =
  'The request has more than 1,000 parameters: send those alone that the model server knows.';

/** Parameters whose answers depend on more than the request, or that are no text. */
const CHANGING = ['tools', 'functions', 'web_search_options', 'audio', 'previous_response_id'];

/** The contents of a prompt: its texts, and the number of tokens that came as such. */
interface Prompt {
  readonly texts: string[];
  tokens: number;
}

/** Collects the contents of a prompt; false where it holds more than text. */
const CONTENTS: Readonly<Record<RelayOperation, (body: Body, prompt: Prompt) => boolean>> = {
  chat: ({ messages }, { texts }) => {
    if (!Array.isArray(messages) || messages.length === 0)
      throw wrongMember(
        messages,
        '“messages” must be a list with at least one message.',
        'messages',
      );
    let isPlain = true;
    messages.forEach((message: unknown, index) => {
      const at = `messages[${index}]`;
      if (!isBody(message)) throw invalid(`“${at}” must be an object.`, at, 'invalid_type');
      if (typeof message.role !== 'string')
        throw wrongMember(message.role, `“${at}.role” must be a text.`, `${at}.role`);
      isPlain = isPlainContent(message.content, texts, `${at}.content`) && isPlain;
      if (isGiven(message.tool_calls) || message.role === 'tool' || message.role === 'function')
        isPlain = false;
    });
    return isPlain;
  },
  text: ({ prompt, suffix }, all) => {
    if (!takeInputs(prompt, all))
      throw wrongMember(prompt, '“prompt” must be a text, or a list of texts.', 'prompt');
    if (isGiven(suffix) && typeof suffix !== 'string')
      throw invalid('“suffix” must be a text.', 'suffix', 'invalid_type');
    if (typeof suffix === 'string') all.texts.push(suffix);
    return true;
  },
  embeddings: ({ input }, all) => {
    if (!takeInputs(input, all))
      throw wrongMember(input, '“input” must be a text, or a list of texts.', 'input');
    return true;
  },
};

/** Collects a text or some, or their tokens; false for anything else. */
function takeInputs(given: unknown, prompt: Prompt): boolean {
  if (isTokens(given)) {
    prompt.tokens += given.length;
    return true;
  }
  const inputs = Array.isArray(given) ? given : [given];
  for (const each of inputs) {
    if (typeof each === 'string') prompt.texts.push(each);
    else if (Array.isArray(given) && isTokens(each)) prompt.tokens += each.length;
    else return false;
  }
  return inputs.length > 0;
}

const isTokens = (given: unknown): given is readonly number[] =>
  Array.isArray(given) && given.length > 0 && given.every((each) => typeof each === 'number');

function isPlainContent(content: unknown, texts: string[], at: string): boolean {
  if (typeof content === 'string') texts.push(content);
  else if (isGiven(content) && !Array.isArray(content))
    throw invalid(`“${at}” must be a text, or a list of parts.`, at, 'invalid_type');
  if (!Array.isArray(content)) return true;
  let isPlain = true;
  for (const part of content) {
    if (isBody(part) && typeof part.text === 'string') texts.push(part.text);
    else isPlain = false;
  }
  return isPlain;
}

function modelIn({ model }: Body): string {
  if (typeof model !== 'string' || model === '')
    throw invalid('You must provide a model: set “model” to the name of one.', null);
  if (model.length > MAX_NAME)
    throw invalid('“model” is too long for the name of a model.', 'model');
  return model;
}

function booleanIn(body: Body, name: string): boolean {
  const value = body[name];
  if (isGiven(value) && typeof value !== 'boolean')
    throw invalid(`“${name}” must be true or false.`, name, 'invalid_type');
  return value === true;
}

function streamOptionsIn({ stream_options: options }: Body): {
  readonly [member: string]: JsonValue;
} {
  if (!isGiven(options)) return {};
  if (!isBody(options))
    throw invalid('“stream_options” must be an object.', 'stream_options', 'invalid_type');
  if (Object.keys(options).length > MAX_PARAMETERS)
    throw invalid('“stream_options” has more than 1,000 members.', 'stream_options');
  return options as { readonly [member: string]: JsonValue };
}

function checkNumbers(body: Body): void {
  checkNumber(body, 'temperature', 0, MAX_TEMPERATURE);
  checkNumber(body, 'n', 1, MAX_CHOICES);
  checkNumber(body, 'best_of', 0, MAX_CHOICES);
  for (const name of OUTPUT_LIMITS) checkNumber(body, name, 0, Number.MAX_SAFE_INTEGER);
}

const OUTPUT_LIMITS = ['max_completion_tokens', 'max_tokens'] as const;

function checkNumber(body: Body, name: string, least: number, most: number): void {
  const value = body[name];
  if (!isGiven(value)) return;
  if (typeof value !== 'number' || value < least || value > most) {
    const range =
      most === Number.MAX_SAFE_INTEGER
        ? `a number from ${least} on`
        : `a number from ${least} to ${most}`;
    throw invalid(`“${name}” must be ${range}.`, name, codeOfNumber(name, value, most));
  }
}

function outputTokensIn(body: Body): number {
  const limits = OUTPUT_LIMITS.map((name) => body[name]).filter(
    (value) => typeof value === 'number',
  );
  // Servers know one of both names, or the other.
  const each = limits.length === 0 ? USUAL_OUTPUT_TOKENS : Math.max(...limits);
  return each * choicesIn(body);
}

/** How many answers are paid for: some are made only to find the best ones, and each prompt of a list has its own. */
function choicesIn({ n, best_of: made, prompt }: Body): number {
  const counts = [n, made].filter((count) => typeof count === 'number');
  const list: readonly unknown[] = Array.isArray(prompt) ? prompt : [];
  const prompts = isTokens(list) ? 1 : Math.max(1, list.length);
  return Math.max(1, ...counts) * prompts;
}

function refuseUnknown(operation: RelayOperation, body: Body): void {
  const known = knownParameters(operation);
  const unknown = Object.keys(body).find((name) => !known.has(name));
  if (unknown === undefined) return;
  const name = unknown.slice(0, 64);
  throw new ApiError(`Unrecognized request argument supplied: ${name}`, {
    status: 400,
    type: 'invalid_request_error',
    code: 'unknown_parameter',
    param: name,
  });
}

const invalid = (message: string, param: string | null, code: string | null = null): ApiError =>
  new ApiError(message, { status: 400, type: 'invalid_request_error', param, code });

/** For a member that must be there, and not empty. The codes are OpenAI's. */
function wrongMember(value: unknown, message: string, param: string): ApiError {
  if (!isGiven(value)) return invalid(message, param, 'missing_required_parameter');
  const isEmpty = Array.isArray(value) && value.length === 0;
  return invalid(message, param, isEmpty ? 'empty_array' : 'invalid_type');
}

/** OpenAI's code for a number out of bounds. */
function codeOfNumber(name: string, value: unknown, most: number): string {
  if (typeof value !== 'number') return 'invalid_type';
  const kind = name === 'temperature' ? 'decimal' : 'integer';
  return value > most ? `${kind}_above_max_value` : `${kind}_below_min_value`;
}

const isGiven = (value: unknown): boolean => value !== undefined && value !== null;
const isBody = (value: unknown): value is Body =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
