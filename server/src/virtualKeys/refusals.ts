import { ApiError } from '../http/openai/apiError.ts';

const KEY_REFUSED = { status: 401, type: 'invalid_request_error', code: 'invalid_api_key' };

export const noKey = (): ApiError =>
  new ApiError(
    'You did not provide an API key. Send it as `Authorization: Bearer YOUR_KEY`.',
    KEY_REFUSED,
  );

/** The key itself is not repeated. */
export const unknownKey = (): ApiError =>
  new ApiError('Incorrect API key provided. Ask whoever runs this gateway for a key.', KEY_REFUSED);

export const expiredKey = (name: string, expires: number): ApiError =>
  new ApiError(
    `The API key “${name}” has expired on ${dayOf(expires - 1)}. Ask whoever runs this gateway for a new one.`,
    KEY_REFUSED,
  );

/** As in `60 requests per minute`; some clients read the wait out of the sentence. */
export const limitReached = (name: string, limit: string, waitMs: number, lack?: Lack): ApiError =>
  new ApiError(
    `Rate limit reached for the key “${name}”: ${limit}.${lackText(lack)} Please try again in ${waitText(waitMs)}.`,
    {
      status: 429,
      type: 'rate_limit_error',
      code: 'rate_limit_exceeded',
      retryAfterMs: waitMs,
    },
  );

/** No wait helps. */
export const tooLarge = (name: string, tokens: number, limit: string): ApiError =>
  new ApiError(
    `Request too large for the key “${name}”: its ${tokens} tokens are more than ${limit}. Send a shorter prompt.`,
    { status: 429, type: 'rate_limit_error', code: 'rate_limit_exceeded', shouldRetry: false },
  );

/** It does not fit in any month. */
export const tooDear = (name: string, limit: number): ApiError =>
  new ApiError(
    `Request too large for the key “${name}”: the longest answer that it allows costs more than the key has in a month, ${limit}. Send a smaller \`max_tokens\`, or a shorter prompt.`,
    { status: 429, type: 'insufficient_quota', code: 'insufficient_quota', shouldRetry: false },
  );

/** A client that asked again by itself would do so for days. */
export const moneySpent = (name: string, limit: number, renewsAt: number): ApiError =>
  new ApiError(
    `You exceeded your current quota: too little is left, for the longest answer that this request allows, of the money of the key “${name}”, ${limit} a month. It is renewed on ${dayOf(renewsAt)} at 00:00 UTC.`,
    { status: 429, type: 'insufficient_quota', code: 'insufficient_quota', shouldRetry: false },
  );

export const busy = (waitMs: number): ApiError =>
  new ApiError(
    `The gateway has more requests than it can take at once. Please try again in ${waitText(waitMs)}.`,
    {
      status: 429,
      type: 'rate_limit_error',
      code: 'rate_limit_exceeded',
      retryAfterMs: waitMs,
    },
  );

export const waitedTooLong = (seconds: number): ApiError =>
  new ApiError(
    `The gateway was too busy: your request has waited ${seconds} seconds for its turn, and none waits longer. Please try again later.`,
    { status: 504, type: 'server_error', code: 'timeout' },
  );

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Tokens that are left, and those that a request takes with the longest answer that it allows. */
export interface Lack {
  readonly left: number;
  readonly wanted: number;
}

const lackText = (lack: Lack | undefined): string =>
  lack === undefined
    ? ''
    : ` ${Math.floor(lack.left)} are left, and this request may take ${lack.wanted}: allow it fewer by a smaller \`max_tokens\`.`;

/** As OpenAI has it: `850ms`, `12.3s`, `1m1s`, `24h0m10s`. */
function waitText(waitMs: number): string {
  if (waitMs < 1_000) return `${Math.ceil(waitMs)}ms`;
  if (waitMs <= 60_000) return `${Math.ceil(waitMs / 100) / 10}s`;
  const seconds = Math.ceil(waitMs / 1_000);
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  return `${hours === 0 ? '' : `${hours}h`}${minutes}m${seconds % 60}s`;
}
