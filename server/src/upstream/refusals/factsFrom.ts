import type { CompletionApi } from '../../domain/endpoint.ts';
import type { EndpointErrorKind } from '../../domain/endpointError.ts';
import { isDispensable, type RequestFacts } from '../requestFacts.ts';
import type { RefusalText } from './refusalText.ts';

/** The part of a request that its refusal is read beside. */
export interface Asked {
  /** Names of the members of the body that was sent, those of its `options` included, and how many stops it had. */
  readonly members: readonly string[];
  readonly stops: number;
  readonly outputTokens: number;
  /** How much text was sent. */
  readonly characters: number;
  /** All its text, to see quotations. */
  readonly texts: readonly string[];
  /** How a completion was asked for, and how it may be; absent for other tasks. */
  readonly api?: CompletionApi;
  readonly apis: readonly CompletionApi[];
}

/** Of the context that is left beside the answer, what a request is cut to: counts by characters are estimates. */
const SAFE_SHARE = 0.9;
/** Without any count a request is halved, but is never shorter than that, in tokens. */
const LEAST_TOKENS = 128;
/** Source code holds about four characters a token. */
const CHARACTERS_PER_TOKEN = 4;
/** OpenAI's API and most behind it. */
const USUAL_STOPS = 4;

/** A complaint about a member of a body. */
const COMPLAINT =
  /unsupported|not support|n't support|unrecogni[sz]ed|unknown|unexpected|extra|not permitted|not allowed|forbidden|only the default|deprecated|invalid|must be|at most|maximum|too (?:many|long)|array_above|not (?:a )?valid|cannot be (?:set|used)|incompatible/;

/** Returns the facts that a refusal tells of the form in which requests are taken; `undefined` where nothing could be changed. */
export function factsFrom(
  kind: EndpointErrorKind,
  text: RefusalText,
  asked: Asked,
): RequestFacts | undefined {
  switch (kind) {
    case 'contextFull':
      return shorter(text, asked);
    case 'wrongApi':
      return otherApi(text, asked);
    case 'rejected':
    case 'server':
    case 'noModel':
    case 'forbidden':
      return otherParameters(text, asked);
    default:
      return undefined;
  }
}

/** Chat in place of completions, or the other way where the model has no form for chats. */
function otherApi({ words }: RefusalText, { api, apis }: Asked): RequestFacts | undefined {
  if (api === undefined) return undefined;
  if (api !== 'chat') return apis.includes('chat') ? { api: 'chat' } : undefined;
  const isNoChat = /not a chat model|chat template|does(?: not|n't) support chat/.test(words);
  return isNoChat && apis.includes('fim') ? { api: 'fim' } : undefined;
}

function shorter(text: RefusalText, asked: Asked): RequestFacts | undefined {
  const now = Math.ceil(asked.characters / CHARACTERS_PER_TOKEN);
  const context = text.contextTokens ?? contextIn(text.words);
  const counted = text.promptTokens ?? promptIn(text.words);
  if (context !== undefined && context <= asked.outputTokens * 2) {
    return {
      outputTokens: Math.max(1, Math.floor(context / 2)),
      inputTokens: Math.floor(context / 2),
    };
  }
  // By its own count of our text, where it tells that.
  const perToken = counted === undefined ? 1 : Math.min(1, now / counted);
  const room =
    context === undefined ? now / 2 : (context - asked.outputTokens) * perToken * SAFE_SHARE;
  const inputTokens = Math.max(LEAST_TOKENS, Math.floor(Math.min(room, now * SAFE_SHARE)));
  return inputTokens < now ? { inputTokens } : undefined;
}

/** "maximum context length is 8192 tokens", "must be <= 4096", "context length of only 4096", "Limit 6000, Requested 9000". */
function contextIn(words: string): number | undefined {
  const found =
    /(?:context (?:length|size|window)|n_ctx|maximum|at most|limit|<=|less than|> |exceeds?(?: the)?)(?: [a-z']+){0,4}[ :=(]*(\d{3,7})\b/.exec(
      words,
    );
  return found === null ? undefined : Number(found[1]);
}

/** "you requested 8204 tokens", "resulted in 9100 tokens", "Requested 14368", "9100 tokens > 8192 maximum". */
function promptIn(words: string): number | undefined {
  const found =
    /(?:requested|request|resulted in|given:?|first|n_keep:|prompt (?:contains|has)|got)(?: [a-z`']+){0,3}[ (:]+(\d{3,7})\b/.exec(
      words,
    ) ?? /\b(\d{3,7}) tokens? ?>/.exec(words);
  return found === null ? undefined : Number(found[1]);
}

/** The members that it names, and what of them it takes. */
function otherParameters(text: RefusalText, asked: Asked): RequestFacts | undefined {
  if (!COMPLAINT.test(`${text.words} ${[...text.codes].join(' ')}`)) return undefined;
  const isNamed = (name: string) => namesMember(text, name);
  if (isNamed('max_tokens') && asked.members.includes('max_tokens')) {
    const most =
      /(?:at most|maximum(?: value)?|<=|less than or equal to|up to|\[\d+, ?)(?: [a-z]+){0,3}[ :`]*(\d{1,6})/.exec(
        text.words,
      );
    const limit = Number(most?.[1] ?? 0);
    if (limit > 0 && limit < asked.outputTokens) return { outputTokens: limit };
    return { tokenLimit: 'max_completion_tokens' };
  }
  if (isNamed('max_completion_tokens') && asked.members.includes('max_completion_tokens')) {
    return { tokenLimit: 'max_tokens' };
  }
  if (isNamed('stream') && !isNamed('stream_options')) return { isWhole: true };
  const named = asked.members.filter((name) => isDispensable(name) && isNamed(name));
  if (named.length === 0) return undefined;
  const isStops = named.length === 1 && named[0] === 'stop';
  const most = isStops ? stopsIn(text.words, asked.stops) : undefined;
  return most === undefined ? { without: named } : { stops: most };
}

/** "at most 4", "maximum length 4": fewer than there were; the usual number where it only says that there are too many. */
function stopsIn(words: string, had: number): number | undefined {
  const found =
    /(?:at most|maximum|up to|<=|\bmax\w{0,20})(?: [a-z]{1,20}){0,4}[ :]{0,4}(\d{1,2})\b/.exec(
      words,
    );
  const most = found === null ? USUAL_STOPS : Number(found[1]);
  return most > 0 && most < had ? most : undefined;
}

/** True if the refusal is about a member: as a parameter of its own, or named in quotation marks, or as a word that is no English. */
function namesMember({ parameters, words }: RefusalText, name: string): boolean {
  const isParameter = parameters.some(
    (each) => each === name || each.startsWith(`${name}.`) || each.startsWith(`${name}[`),
  );
  if (isParameter) return true;
  const isOdd = name.includes('_') || name === 'temperature';
  for (let at = words.indexOf(name); at !== -1; at = words.indexOf(name, at + 1)) {
    const before = words.charAt(at - 1);
    const after = words.charAt(at + name.length);
    const isWord = !/[\w.]/.test(before) && !/\w/.test(after);
    if (isWord && (isOdd || /['"`[]/.test(before) || /['"`\]=[]/.test(after))) return true;
    if (
      isWord &&
      name === 'stop' &&
      /^ (?:sequences?|words?|strings?)/.test(words.slice(at + 4, at + 16))
    )
      return true;
  }
  return false;
}
