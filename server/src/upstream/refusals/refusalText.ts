import { isRecord } from '../../providers/answerParts.ts';

/** The contents of a refusal's body, whatever its form. */
export interface RefusalText {
  /** The sentence for a person; absent where there is none. */
  readonly sentence?: string;
  /** Everything that it says in words, in lower case, without addresses: where causes are looked for. */
  readonly words: string;
  /** Its codes and types, in lower case, without strokes. */
  readonly codes: ReadonlySet<string>;
  /** Its code as it is written, where it is one word. */
  readonly code?: string;
  /** Names of parameters that it complains of. */
  readonly parameters: readonly string[];
  /** An HTTP status that the body itself names. */
  readonly status?: number;
  /** Tokens that the model's context holds, and those of the request, where they are members of their own. */
  readonly contextTokens?: number;
  readonly promptTokens?: number;
  /** Members that speak of limits, as headers would be written: names in lower case, with `-` between words. */
  readonly limits: Readonly<Record<string, string>>;
  /** True for a web page. */
  readonly isPage: boolean;
}

/** More of a body, and of its parts, is not looked at. */
const MAX_BODY = 16_000;
const MAX_WORDS = 4_000;
const MAX_NODES = 200;
const MAX_DEPTH = 8;
const MAX_LIMITS = 40;
const MAX_NAME = 60;

/** Members that hold the sentence, the most telling first. */
const SENTENCES = [
  'raw',
  'message',
  'Message',
  'msg',
  'detail',
  'error_description',
  'faultstring',
  'status_msg',
  'error_msg',
  'error',
  'title',
  'reason',
];
const CODES =
  /^(?:code|type|status|reason|error_type|errorType|error_code|errorCode|__type|error)$/;

const CODE = /^[a-z][a-z\d_]{0,63}$/;

/** Names of members that may say when to ask again, or what is left. */
const LIMITS = /retry|reset|rate-?_?limit|remaining|^wait|cooldown/i;

/** Reads the body of a refusal: JSON in any of the forms in use, a web page, or plain text. Never throws. */
export function refusalText(body: unknown): RefusalText {
  const value = typeof body === 'string' ? parsed(body.slice(0, MAX_BODY)) : body;
  if (typeof value === 'string') return /^\s*</.test(value) ? pageText(value) : plainText(value);
  const found = new Findings();
  found.look(value, 0);
  return found.text(sentenceIn(value, 0));
}

function plainText(text: string): RefusalText {
  const [line = ''] = text.trim().split('\n', 1);
  const words = wordsOf([text]);
  return {
    ...(line === '' ? {} : { sentence: line }),
    words,
    codes: NONE,
    parameters: [],
    limits: {},
    isPage: false,
  };
}

/** The title of a page, and its text. */
function pageText(page: string): RefusalText {
  const lower = page.toLowerCase();
  const between = (open: string, close: string): string => {
    const start = lower.indexOf('>', lower.indexOf(open));
    const end = lower.indexOf(close, start);
    const isThere = lower.includes(open) && start !== -1 && end !== -1;
    return isThere ? withoutTags(page.slice(start + 1, end)) : '';
  };
  const title = between('<title', '</title') || between('<h1', '</h1');
  const words = wordsOf([title, withoutTags(page)]);
  return {
    ...(title === '' ? {} : { sentence: title }),
    words,
    codes: NONE,
    parameters: [],
    limits: {},
    isPage: true,
  };
}

const NONE: ReadonlySet<string> = new Set();

function withoutTags(page: string): string {
  const kept: string[] = [];
  for (let from = 0; from < page.length; ) {
    const tag = page.indexOf('<', from);
    kept.push(page.slice(from, tag === -1 ? undefined : tag));
    const end = tag === -1 ? -1 : page.indexOf('>', tag);
    if (end === -1) break;
    from = end + 1;
  }
  return kept.join(' ').replace(/\s+/g, ' ').trim();
}

/** Collects from all parts of a body. */
class Findings {
  readonly #texts: string[] = [];
  readonly #codes = new Set<string>();
  #writtenCode: string | undefined;
  readonly #parameters: string[] = [];
  readonly #limits = new Map<string, string>();
  #nodes = 0;
  #status: number | undefined;
  #contextTokens: number | undefined;
  #promptTokens: number | undefined;

  look(value: unknown, depth: number): void {
    if (depth > MAX_DEPTH || this.#nodes++ > MAX_NODES) return;
    if (typeof value === 'string') {
      const inner = parsed(value);
      if (typeof inner === 'string') this.#texts.push(value);
      else this.look(inner, depth + 1);
    } else if (Array.isArray(value)) for (const each of value) this.look(each, depth + 1);
    else if (isRecord(value))
      for (const name of Object.keys(value)) this.#member(name, value[name], depth);
  }

  #member(name: string, value: unknown, depth: number): void {
    // FastAPI says again what it was sent.
    if (name === 'input' || name === 'ctx') return;
    if (name === 'n_ctx') this.#contextTokens = count(value);
    if (name === 'n_prompt_tokens') this.#promptTokens = count(value);
    if (LIMITS.test(name)) this.#limit(name, value);
    const isText = typeof value === 'string' || typeof value === 'number';
    if (isText && CODES.test(name)) this.#code(value);
    if (name === 'code' && typeof value === 'string' && CODE.test(value))
      this.#writtenCode ??= value;
    if (name === 'param' && typeof value === 'string') this.#parameters.push(value);
    if (name === 'loc' && Array.isArray(value)) {
      const at = value.findLast((each) => typeof each === 'string');
      const [, second = at] = value;
      if (typeof second === 'string') this.#parameters.push(second);
    }
    this.look(value, depth + 1);
  }

  #code(value: string | number): void {
    const code = String(value).slice(0, 100);
    this.#codes.add(code.toLowerCase().replace(/[\s_.-]/g, ''));
    const status = Number(code);
    if (Number.isInteger(status) && status >= 300 && status < 600) this.#status ??= status;
  }

  #limit(name: string, value: unknown): void {
    // Protobuf's duration as an object.
    const { seconds, nanos = 0 } = isRecord(value) ? value : { seconds: value };
    const told =
      typeof seconds === 'number'
        ? String(seconds + (typeof nanos === 'number' ? nanos : 0) / 1e9)
        : seconds;
    if (typeof told !== 'string' || this.#limits.size === MAX_LIMITS) return;
    const words = name.slice(0, MAX_NAME).replace(/([a-z])([A-Z])/g, '$1-$2');
    this.#limits.set(words.replaceAll('_', '-').toLowerCase(), told);
  }

  text(sentence: string | undefined): RefusalText {
    return {
      ...(sentence === undefined ? {} : { sentence }),
      words: wordsOf(this.#texts),
      codes: this.#codes,
      ...(this.#writtenCode === undefined ? {} : { code: this.#writtenCode }),
      parameters: this.#parameters,
      limits: Object.fromEntries(this.#limits),
      ...(this.#status === undefined ? {} : { status: this.#status }),
      ...(this.#contextTokens === undefined ? {} : { contextTokens: this.#contextTokens }),
      ...(this.#promptTokens === undefined ? {} : { promptTokens: this.#promptTokens }),
      isPage: false,
    };
  }
}

const count = (value: unknown): number | undefined =>
  Number.isInteger(value) && Number(value) > 0 ? Number(value) : undefined;

/** The text of the most telling member, however deep; gateways put the server's own body into theirs, as an object or as text. */
function sentenceIn(value: unknown, depth: number): string | undefined {
  if (depth > MAX_DEPTH) return undefined;
  if (typeof value === 'string') return sentenceOfText(value, depth);
  if (Array.isArray(value)) {
    const all = value.slice(0, 3).map((each) => sentenceIn(each, depth + 1));
    return all.find((each) => each !== undefined);
  }
  if (!isRecord(value)) return undefined;
  const inner = isRecord(value.metadata) ? sentenceIn(value.metadata.raw, depth + 1) : undefined;
  if (inner !== undefined) return inner;
  // The wrapper of an error holds it, and perhaps codes of its own.
  for (const name of ['error', 'errors', 'fault', 'base_resp', ...SENTENCES]) {
    const isHolder = name !== 'error' || typeof value.error === 'object';
    const found = isHolder ? sentenceIn(value[name], depth + 1) : undefined;
    if (found !== undefined) return withPlace(found, value.loc);
  }
  return sentenceIn(value.error, depth + 1);
}

function sentenceOfText(text: string, depth: number): string | undefined {
  if (text.trim() === '') return undefined;
  const whole = parsed(text);
  if (typeof whole !== 'string') return sentenceIn(whole, depth + 1) ?? undefined;
  // "… Error code: 400 - {"error": {"message": …": what was passed on stands in the text.
  const start = text.indexOf('{"');
  const passedOn = start > 0 ? parsed(text.slice(start, text.lastIndexOf('}') + 1)) : undefined;
  return (isRecord(passedOn) ? sentenceIn(passedOn, depth + 1) : undefined) ?? text;
}

/** "Extra inputs are not permitted" says little without their name. */
const withPlace = (sentence: string, place: unknown): string =>
  Array.isArray(place) && place.length > 1
    ? `${place.slice(1, 4).filter(isName).join('.')}: ${sentence}`
    : sentence;

/** True for the name of a member, or an entry's number. */
const isName = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number';

/** JSON's value if a text is an object or a list of JSON, else the text. */
function parsed(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Addresses are left out: their paths say nothing of the cause ("…/settings/billing"). */
const wordsOf = (texts: readonly string[]): string =>
  texts
    .join('\n')
    .slice(0, MAX_WORDS)
    .toLowerCase()
    .replace(/https?:\/\/[^\s"'<>)]+/g, ' ');
