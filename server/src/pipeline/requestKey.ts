import { canonicalParts, keyedDigest } from '../base/digest.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import { type GenerationRequest, isRelay } from '../domain/generation.ts';
import { prepare } from '../upstream/prepare.ts';
import { normalProse } from './prose.ts';
import { digestedBody } from './relayDigests.ts';

/** Counts up when the meaning of a key or of a stored value changes. */
const SCHEMA = 2;
/** Body fields that cannot change the answer. */
const NEUTRAL = ['stream', 'stream_options', 'user', 'metadata', 'store'];
/** Headers that say who asks rather than what. */
const IDENTIFYING = /^(?:authorization|proxy-authorization|cookie|(?:x-)?api-?key)$/i;
const KEY_DIGITS = 32;
/** In front of the digits of every key. */
export const KEY_PREFIX = 'model_request:';
/** Matches every key of a request, and nothing that others would call theirs. */
export const REQUEST_KEY = /^model_request:[0-9a-f]{32}$/;

/** Under whose secret, and for whom, keys are made. */
export interface KeyScope {
  readonly secret: string;
  /**
   * Stands for who asks, never the key itself: answers are not shared between accounts. Empty under a
   * team's secret, whose holders share them.
   */
  readonly identity: string;
}

/** Where an answer is kept, and what proves that it is that request's. */
export interface RequestKey {
  /** `model_request:` and 32 hex digits. */
  readonly key: string;
  /** The digest's other 128 bits: kept inside the value and compared on every hit. */
  readonly check: string;
}

/**
 * The exact key of a request at an endpoint: an HMAC-SHA-256 over everything that can change the answer,
 * texts byte for byte. `answeredBy` is the model that the endpoint's server chooses; absent where the request names one.
 */
export const requestKey = (
  scope: KeyScope,
  request: GenerationRequest,
  endpoint: Endpoint,
  answeredBy?: string,
): RequestKey => keyOf('exact', scope, request, endpoint, answeredBy);

/** Above it answers are meant to differ. */
const PROSE_MAX_TEMPERATURE = 0.3;

/**
 * The key of all questions in plain prose that differ from this one in their manners only; `undefined` for a
 * request that is anything else. Instructions, parameters, model and tenant count as in the exact key.
 */
export function proseKey(
  scope: KeyScope,
  request: GenerationRequest,
  endpoint: Endpoint,
  answeredBy?: string,
): RequestKey | undefined {
  const { input, temperature } = request;
  // What was said before decides what a question means.
  if (input.kind !== 'chat' || input.turns !== undefined || temperature > PROSE_MAX_TEMPERATURE)
    return undefined;
  const user = normalProse(input.user);
  if (user === undefined) return undefined;
  const { around: _, ...question } = { ...input, user };
  return keyOf('prose', scope, { ...request, input: question }, endpoint, answeredBy);
}

function keyOf(
  form: 'exact' | 'prose',
  scope: KeyScope,
  request: GenerationRequest,
  endpoint: Endpoint,
  answeredBy: string | undefined,
): RequestKey {
  const { path, body } = prepare(request, endpoint);
  const decisive = Object.entries(body).filter(([name]) => !NEUTRAL.includes(name));
  const headers = Object.entries(endpoint.headers).filter(
    ([name]) => scope.identity !== '' || !IDENTIFYING.test(name),
  );
  const parts = {
    schema: SCHEMA,
    form,
    tenant: [endpoint.url, scope.identity],
    headers: Object.fromEntries(headers),
    ...(request.tenant === undefined ? {} : { sharedAmong: request.tenant }),
    operation: [request.task, path],
    ...(answeredBy === undefined ? {} : { answeredBy }),
    body: isRelay(request) ? digestedBody(decisive, request.input) : Object.fromEntries(decisive),
    languageId: request.languageId,
    stopRule: { ...request.stopRule },
    ...(request.masked === undefined ? {} : { credentials: request.masked.digest }),
  };
  const digest = keyedDigest(scope.secret, canonicalParts(parts));
  return {
    key: `${KEY_PREFIX}${digest.slice(0, KEY_DIGITS)}`,
    check: digest.slice(KEY_DIGITS),
  };
}
