import type { HttpResponse } from '../../base/httpCall.ts';
import type { EndpointErrorKind, Speaker } from '../../domain/endpointError.ts';
import type { LimitScope } from '../../domain/limitScope.ts';
import { readLimitBody } from '../../limits/limitBody.ts';
import type { RequestFacts } from '../requestFacts.ts';
import { causeOf } from './causes.ts';
import { type Asked, factsFrom } from './factsFrom.ts';
import { refusalText } from './refusalText.ts';
import { tellable, withoutKey } from './sentence.ts';
import { speakerOf } from './speaker.ts';

/** The head of an answer, and its body as far as it was read: text, or an object out of a stream. */
export interface RefusedAnswer extends Pick<HttpResponse, 'status' | 'headers' | 'isFromProxy'> {
  readonly body: unknown;
}

/** The contents of a refusal, and the changes that may help. */
export interface Refusal {
  readonly kind: EndpointErrorKind;
  /** Absent for an error inside a 200 that names none. */
  readonly status?: number;
  readonly speaker: Speaker;
  /** The server's own words, bounded, without keys, and without text of the request. */
  readonly sentence?: string;
  /** The code and the parameter at fault, as the server names them, where they hold no key either. */
  readonly code?: string;
  readonly parameter?: string;
  /** How long to stay away, where the body says so, and the limit that is reached. */
  readonly retryAfterMs?: number;
  readonly limit?: LimitScope;
  /** The form in which this endpoint takes requests, as far as the refusal tells it. */
  readonly facts?: RequestFacts;
}

/**
 * The one reader of refusals. Reads status, headers and body of an answer that is none, whoever gave it: total, bounded, and
 * blind to the order in which servers nest what they say. `now` is epoch milliseconds, `known` the kind where the provider knows better.
 */
export function readRefusal(
  answer: RefusedAnswer,
  asked: Asked,
  apiKey: string | undefined,
  now: number,
  known?: EndpointErrorKind,
): Refusal {
  const text = refusalText(answer.body);
  const told = answer.status === 200 ? text.status : answer.status;
  const speaker = speakerOf(answer, text);
  const kind = known ?? causeOf({ ...text, told, speaker }) ?? kindOfUnknown(text.isPage);
  const sentence = tellable(ownWords(answer, text.sentence), apiKey, asked.texts);
  const facts = speaker === 'proxy' ? undefined : factsFrom(kind, text, asked);
  const isTellable = (word: string) => withoutKey(word, apiKey) === word;
  const code = [text.code].find((each) => each !== undefined && isTellable(each));
  const parameter = text.parameters.find((each) => PARAMETER.test(each) && isTellable(each));
  const isLimit = kind === 'rateLimited';
  const { waitMs, scope } = isLimit ? readLimitBody({ ...text, members: text.limits }, now) : {};
  return {
    kind,
    speaker,
    ...(told === undefined ? {} : { status: told }),
    ...(sentence === undefined ? {} : { sentence }),
    ...(code === undefined ? {} : { code }),
    ...(parameter === undefined ? {} : { parameter }),
    ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
    ...(scope === undefined ? {} : { limit: scope }),
    ...(facts === undefined ? {} : { facts }),
  };
}

/** The place of a member, such as `messages[0].role`. */
const PARAMETER = /^[\w.[\]-]{1,100}$/;

/** A web page is no answer of a model server; any other error inside a 200 is a failure of the server. */
const kindOfUnknown = (isPage: boolean): EndpointErrorKind => (isPage ? 'noAnswer' : 'server');

/** A redirect says where to, without what may be secret in it. */
function ownWords({ status, headers }: RefusedAnswer, sentence: string | undefined) {
  const { location } = headers;
  if (status < 300 || status >= 400 || typeof location !== 'string') return sentence;
  const [place = ''] = location.split(/[?#]/, 1);
  return place.replace(/\/\/[^/@]*@/, '//');
}
