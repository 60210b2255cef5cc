import type { LimitCase } from './limitCase.ts';
import { TOLD_ELSEWHERE } from './toldElsewhere.ts';

const openAi = (message: string) => ({
  error: { message, type: 'requests', param: null, code: 'rate_limit_exceeded' },
});
const minuteTokens = { of: 'tokens', span: 'minute' } as const;
const minuteRequests = { of: 'requests', span: 'minute' } as const;
const dayRequests = { of: 'requests', span: 'day' } as const;

/** Forms of limits that the readers were built on. */
export const TOLD_LIMITS: readonly LimitCase[] = [
  { name: 'seconds', headers: { 'retry-after': '20' }, rest: 20 },
  { name: 'parts of a second', headers: { 'retry-after': '1.5' }, rest: 1.5 },
  {
    name: 'a date by a clock that is an hour ahead',
    headers: {
      date: 'Thu, 26 Nov 2026 13:00:10 GMT',
      'retry-after': 'Thu, 26 Nov 2026 13:00:40 GMT',
    },
    rest: 30,
  },
  {
    name: 'a date of asctime',
    headers: { 'retry-after': 'Thu Nov 26 12:00:40 2026' },
    rest: 29.75,
  },
  { name: 'seconds with their unit', headers: { 'retry-after': '7s' }, rest: 7 },
  { name: 'milliseconds', headers: { 'retry-after-ms': '2500', 'retry-after': '3' }, rest: 2.5 },
  { name: 'Azure’s milliseconds', headers: { 'x-ms-retry-after-ms': '1200' }, rest: 1.2 },
  {
    name: 'OpenAI’s requests',
    headers: {
      'x-ratelimit-limit-requests': '60',
      'x-ratelimit-remaining-requests': '0',
      'x-ratelimit-reset-requests': '1m30.5s',
    },
    rest: 90.5,
    scope: { of: 'requests' },
  },
  {
    name: 'OpenAI’s tokens, in words too',
    headers: {
      'x-ratelimit-limit-tokens': '10000',
      'x-ratelimit-remaining-tokens': '0',
      'x-ratelimit-reset-tokens': '6m0s',
    },
    body: openAi(
      'Rate limit reached for m in organization o on tokens per min (TPM): Limit 10000.',
    ),
    rest: 360,
    scope: minuteTokens,
  },
  {
    name: 'OpenAI’s sentence with parts of a second',
    body: openAi(
      'Rate limit reached for m on tokens per min (TPM): Limit 10000, Used 9500, Requested 1200. Please try again in 4.2s.',
    ),
    rest: 4.2,
    scope: minuteTokens,
  },
  {
    name: 'OpenAI’s sentence of a day',
    body: openAi(
      'Rate limit reached for m on requests per day (RPD): Limit 200, Used 200, Requested 1. Please try again in 7m12s.',
    ),
    rest: 432,
    scope: dayRequests,
  },
  {
    name: 'Groq’s tokens of a day',
    headers: { 'retry-after': '64' },
    body: openAi(
      'Rate limit reached for model `m` on tokens per day (TPD): Limit 100000, Used 99900, Requested 400. Please try again in 1m4.2s.',
    ),
    rest: 64,
    scope: { of: 'tokens', span: 'day' },
  },
  {
    name: 'Anthropic’s dates',
    headers: {
      'anthropic-ratelimit-requests-limit': '50',
      'anthropic-ratelimit-requests-remaining': '49',
      'anthropic-ratelimit-requests-reset': '2026-11-26T12:00:12Z',
      'anthropic-ratelimit-input-tokens-limit': '40000',
      'anthropic-ratelimit-input-tokens-remaining': '0',
      'anthropic-ratelimit-input-tokens-reset': '2026-11-26T12:00:41Z',
    },
    rest: 30.75,
    scope: { of: 'tokens' },
  },
  {
    name: 'Anthropic’s plan of five hours',
    headers: {
      'anthropic-ratelimit-unified-status': 'rejected',
      'anthropic-ratelimit-unified-reset': '1795698010',
    },
    rest: 3599.75,
  },
  {
    name: 'Mistral’s minute of the clock',
    headers: { 'x-ratelimit-limit-req-minute': '6', 'x-ratelimit-remaining-req-minute': '0' },
    rest: 49.75,
    scope: minuteRequests,
  },
  {
    name: 'Mistral’s sizes',
    headers: {
      'ratelimitbysize-limit': '500000',
      'ratelimitbysize-remaining': '0',
      'ratelimitbysize-reset': '31',
    },
    rest: 31,
  },
  {
    name: 'Cohere’s trial',
    body: { message: 'You are using a Trial key, which is limited to 20 API calls / minute.' },
    scope: minuteRequests,
  },
  {
    name: 'Google’s delay beside a quota of a minute',
    body: {
      error: {
        code: 429,
        message: 'You exceeded your current quota. Please retry in 26.4s.',
        status: 'RESOURCE_EXHAUSTED',
        details: [
          {
            '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
            violations: [{ quotaId: 'GenerateContentInputTokensPerModelPerMinute-FreeTier' }],
          },
          { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '26s' },
        ],
      },
    },
    rest: 26,
    scope: minuteTokens,
  },
  {
    name: 'Google’s quota of a day, with a delay alone',
    body: [
      {
        error: {
          code: 429,
          status: 'RESOURCE_EXHAUSTED',
          details: [
            { violations: [{ quotaId: 'GenerateRequestsPerDayPerProjectPerModel-FreeTier' }] },
            { retryDelay: '36.429s' },
          ],
        },
      },
    ],
    rest: 36.429,
    scope: dayRequests,
  },
  {
    name: 'GitHub Models’ day',
    headers: { 'x-ratelimit-timeremaining': '43211', 'x-ratelimit-type': 'UserByModelByDay' },
    body: {
      error: {
        code: 'RateLimitReached',
        message:
          'Rate limit of 50 per 86400s exceeded for UserByModelByDay. Please wait 43211 seconds before retrying.',
      },
    },
    rest: 43_211,
    scope: { span: 'day' },
  },
  {
    name: 'GitHub’s seconds since 1970',
    headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1795694470' },
    rest: 59.75,
  },
  {
    name: 'OpenRouter’s milliseconds since 1970, in the body',
    body: {
      error: {
        message: 'Rate limit exceeded: free-models-per-day',
        code: 429,
        metadata: {
          headers: {
            'X-RateLimit-Limit': '50',
            'X-RateLimit-Remaining': '0',
            'X-RateLimit-Reset': '1795737600000',
          },
        },
      },
    },
    rest: 43_189.75,
    scope: { span: 'day' },
  },
  {
    name: 'OpenRouter’s milliseconds since 1970, as headers',
    headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1795694430000' },
    rest: 19.75,
  },
  ...TOLD_ELSEWHERE,
];
