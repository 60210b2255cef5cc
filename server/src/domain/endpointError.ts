import type { LimitScope } from './limitScope.ts';

/** The kinds of errors between us and an endpoint. Also the `type` label of the error metrics. */
export type EndpointErrorKind =
  | 'unreachable'
  /** Its certificate does not hold. */
  | 'untrusted'
  /** It speaks no TLS as new as we want. */
  | 'oldTls'
  /** It speaks no TLS at all at an https address. */
  | 'notTls'
  /** Its key would go over a connection that others can read, and the user has not agreed. */
  | 'unencrypted'
  /** The key or a header cannot be sent as it is. */
  | 'unsendable'
  /** It answers that another address is to be asked. */
  | 'redirected'
  /** A proxy on the way wants a name and password, refuses, or cannot be reached. */
  | 'proxyLogin'
  | 'proxyRefused'
  | 'proxyUnreachable'
  | 'timeout'
  | 'server'
  /** It is still loading the model. */
  | 'loading'
  | 'rateLimited'
  /** More requests wait than the settings allow. */
  | 'queueFull'
  /** This process is short of memory, and nobody waits for this one answer. */
  | 'shortOfMemory'
  | 'outOfCredit'
  /** It refuses the key, or wants one. */
  | 'unauthorized'
  /** The key is right, and its account may not do this. */
  | 'forbidden'
  /** The editor has not been allowed to use its models. */
  | 'noConsent'
  /** It refuses the text of this request, or its answer. */
  | 'moderated'
  | 'noModel'
  /** It has the model, and cannot run it: there is not enough memory, or its file is broken. */
  | 'cannotRun'
  /** It does not answer at this path, or not for this model. */
  | 'wrongApi'
  | 'retired'
  | 'rejected'
  /** It breaks its own protocol, or says nothing. */
  | 'malformed'
  /** Something else came in place of an answer: a web page, JSON of another kind. */
  | 'noAnswer'
  /** The model used up its tokens by thinking. */
  | 'onlyThought'
  /** The request is longer than the settings let it be there, even without all that may be left out. */
  | 'tooLong'
  /** The request is longer than the model's context. */
  | 'contextFull'
  /** Its user has paused it. */
  | 'paused'
  | 'noEndpoint';

/** Who answered: the model server, a gateway in front of it, or a proxy between us and both. */
export type Speaker = 'server' | 'gateway' | 'proxy';

export interface EndpointErrorDetails {
  readonly status?: number | undefined;
  /** How long the endpoint asked us to stay away. */
  readonly retryAfterMs?: number | undefined;
  /** How long until an endpoint that may answer the same request may be asked, as far as that is known. */
  readonly againInMs?: number | undefined;
  /** The limit that is reached, where that is told. */
  readonly limit?: LimitScope | undefined;
  /** The server's own words: short, on one line, without keys and without text of the request. Not yet harmless on a surface. */
  readonly sentence?: string | undefined;
  /** The code and the parameter at fault, as the server names them: a word, and the place of a member. */
  readonly code?: string | undefined;
  readonly parameter?: string | undefined;
  readonly speaker?: Speaker | undefined;
  /** The same request may be sent in another form. */
  readonly isToChange?: boolean | undefined;
  readonly cause?: unknown;
}

/** The `sentence` of an error `unsendable` where it is the key, and no other header, that cannot be sent. */
export const UNSENDABLE_KEY = 'the API key';

/** A request that an endpoint did not answer. The message names no text, key or path. */
export class EndpointError extends Error {
  readonly endpointId: string;
  readonly kind: EndpointErrorKind;
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;
  readonly againInMs: number | undefined;
  readonly limit: LimitScope | undefined;
  readonly sentence: string | undefined;
  readonly code: string | undefined;
  readonly parameter: string | undefined;
  readonly speaker: Speaker;
  readonly isToChange: boolean;
  readonly #details: EndpointErrorDetails;

  constructor(endpointId: string, kind: EndpointErrorKind, details: EndpointErrorDetails = {}) {
    const status = details.status === undefined ? '' : ` (HTTP ${details.status})`;
    super(`Endpoint "${endpointId}": ${kind}${status}`, { cause: details.cause });
    this.name = 'EndpointError';
    this.endpointId = endpointId;
    this.kind = kind;
    this.status = details.status;
    this.retryAfterMs = details.retryAfterMs;
    this.againInMs = details.againInMs;
    this.limit = details.limit;
    this.sentence = details.sentence;
    this.code = details.code;
    this.parameter = details.parameter;
    this.speaker = details.speaker ?? 'server';
    this.isToChange = details.isToChange ?? false;
    this.#details = details;
  }

  /** The same, and in how long an endpoint may be asked again. */
  againIn(ms: number): EndpointError {
    return new EndpointError(this.endpointId, this.kind, { ...this.#details, againInMs: ms });
  }
}
