import { CancelledError } from '../../base/errors.ts';
import { EndpointError, type EndpointErrorKind } from '../../domain/endpointError.ts';
import { ApiError, type ApiErrorDetails } from './apiError.ts';

interface Told {
  readonly details: ApiErrorDetails;
  /** A sentence for whoever asked: they cannot see the gateway's settings, its owner can. */
  readonly message: string;
}

const server = (status: number, code: string | null = null): ApiErrorDetails => ({
  status,
  type: 'server_error',
  code,
});
const request = (status: number, code: string | null = null): ApiErrorDetails => ({
  status,
  type: 'invalid_request_error',
  code,
});
const limited: ApiErrorDetails = {
  status: 429,
  type: 'rate_limit_error',
  code: 'rate_limit_exceeded',
};

const OURS =
  'The gateway could not use the model server. Tell whoever runs the gateway: its log says why.';
const NOT_REACHED = 'The model server could not be reached. Try again later.';

/** How each kind of failure is told to the client; the status decides whether its library asks again. */
const TOLD: Readonly<Record<EndpointErrorKind, Told>> = {
  unreachable: { details: server(502), message: NOT_REACHED },
  untrusted: { details: server(502), message: OURS },
  oldTls: { details: server(502), message: OURS },
  notTls: { details: server(502), message: OURS },
  unencrypted: { details: server(502), message: OURS },
  unsendable: { details: server(502), message: OURS },
  redirected: { details: server(502), message: OURS },
  proxyLogin: { details: server(502), message: OURS },
  proxyRefused: { details: server(502), message: OURS },
  proxyUnreachable: { details: server(502), message: NOT_REACHED },
  timeout: {
    details: server(504, 'timeout'),
    message: 'The model server did not answer in time. Try again.',
  },
  server: { details: server(502), message: 'The model server failed. Try again.' },
  loading: { details: server(503), message: 'The model is being loaded. Try again soon.' },
  rateLimited: { details: limited, message: 'The model server’s limits are reached.' },
  queueFull: { details: limited, message: 'Too many requests wait already. Try again later.' },
  shortOfMemory: {
    details: server(503),
    message: 'The gateway is short of memory. Try again later.',
  },
  outOfCredit: {
    details: {
      status: 429,
      type: 'insufficient_quota',
      code: 'insufficient_quota',
      shouldRetry: false,
    },
    message: 'The account at the model server has no credit left: its owner has to add some.',
  },
  unauthorized: { details: server(502), message: OURS },
  forbidden: { details: server(502), message: OURS },
  noConsent: { details: server(502), message: OURS },
  moderated: {
    details: request(400, 'content_filter'),
    message: 'The model server refused the text of this request, or its answer.',
  },
  noModel: {
    details: request(404, 'model_not_found'),
    message: 'The model server does not have this model.',
  },
  cannotRun: { details: server(503), message: 'The model server cannot run this model.' },
  wrongApi: {
    details: request(404, 'unsupported_operation'),
    message: 'The model server does not offer this operation for this model.',
  },
  retired: {
    details: request(404, 'model_not_found'),
    message: 'This model is not offered any more.',
  },
  rejected: { details: request(400), message: 'The model server refused the request.' },
  malformed: { details: server(502), message: 'The model server gave no valid answer. Try again.' },
  noAnswer: { details: server(502), message: OURS },
  onlyThought: {
    details: server(502),
    message: 'The model used all its tokens for thinking: allow it more.',
  },
  tooLong: {
    details: request(400, 'context_length_exceeded'),
    message: 'The request is longer than the gateway lets it be for this model.',
  },
  contextFull: {
    details: request(400, 'context_length_exceeded'),
    message: 'The request is longer than the model’s context.',
  },
  paused: { details: server(503), message: 'The gateway’s owner has paused this model.' },
  noEndpoint: {
    details: server(503),
    message: 'No model server is available now. Try again later.',
  },
};

/** Failures whose cause the server's own words tell best. */
const IN_ITS_WORDS: ReadonlySet<EndpointErrorKind> = new Set([
  'rejected',
  'contextFull',
  'moderated',
  'noModel',
  'wrongApi',
]);

/** Addresses, and paths of files on either system, that servers put into their sentences. */
const PLACES =
  /(?<![a-z\d+.-])[a-z][a-z\d+.-]{1,20}:\/\/[^\s"'`<>]+|\b(?:\d{1,3}\.){3}\d{1,3}(?::\d{1,5})?|(?<![\w.-])[a-z][\w.-]{1,253}:\d{2,5}\b|(?<![\w.)\]])(?:[a-z]:\\|~?\/)[^\s"'`<>:,]{2,}/gi;

/** Where the model server is, its gateway's clients need not know. */
const withoutPlaces = (sentence: string): string => sentence.replace(PLACES, '…');

/** An error of any kind, as the client is told of it. Texts of errors that are not ours stay here. */
export function apiErrorOf(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof CancelledError) {
    return new ApiError('The request was ended before it was answered.', server(503));
  }
  if (!(error instanceof EndpointError)) {
    return new ApiError('The gateway failed. Try again.', server(500));
  }
  const { kind, sentence, againInMs, code, parameter } = error;
  const { details, message } = TOLD[kind];
  // Of other failures nothing but the server itself says when asking again may help.
  const isPassing = details.status === 503 || kind === 'rateLimited';
  const retryAfterMs = (isPassing ? againInMs : undefined) ?? error.retryAfterMs;
  const isInItsWords = IN_ITS_WORDS.has(kind);
  const said =
    isInItsWords && sentence !== undefined
      ? `${message} It says: ${withoutPlaces(sentence)}`
      : message;
  return new ApiError(said, {
    ...details,
    ...(isInItsWords ? { code: details.code ?? code ?? null, param: parameter ?? null } : {}),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}
