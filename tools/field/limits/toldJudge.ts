import type { LimitCase } from './limitCase.ts';

/** Forms of limits that were written down before the readers were built, and are looked at only to measure. */
export const JUDGED_LIMITS: readonly LimitCase[] = [
  { name: 'RFC 850', headers: { 'retry-after': 'Thursday, 26-Nov-26 12:00:40 GMT' }, rest: 29.75 },
  { name: 'minutes with their unit', headers: { 'retry-after': '2m' }, rest: 120 },
  { name: 'under another name', headers: { 'x-retry-after': '12' }, rest: 12 },
  {
    name: 'Bucket4j',
    headers: { 'x-rate-limit-retry-after-seconds': '41', 'x-rate-limit-remaining': '0' },
    rest: 41,
  },
  { name: 'GitHub Copilot', headers: { 'x-ratelimit-user-retry-after': '33' }, rest: 33 },
  {
    name: 'Twitter',
    headers: {
      'x-rate-limit-limit': '15',
      'x-rate-limit-remaining': '0',
      'x-rate-limit-reset': '1795694500',
    },
    rest: 89.75,
  },
  {
    name: 'Discord',
    headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset-after': '1.75' },
    rest: 1.75,
  },
  {
    name: 'a date of JavaScript',
    headers: {
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': 'Thu Nov 26 2026 13:00:40 GMT+0100 (Central European Standard Time)',
    },
    rest: 29.75,
  },
  {
    name: 'several windows in one header',
    headers: {
      'x-ratelimit-limit': '100, 100;window=60, 10000;window=86400',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': '3',
    },
    rest: 3,
    scope: { span: 'minute' },
  },
  {
    name: 'a timestamp beside its date',
    headers: {
      'ratelimit-limit': '1000',
      'ratelimit-remaining': '0',
      'ratelimit-reset': '1795694440',
      'ratelimit-reset-date': '2026-11-26T12:00:40.000Z',
    },
    rest: 29.75,
  },
  {
    name: 'Hugging Face',
    headers: {
      ratelimit: '"api";r=0;t=55',
      'ratelimit-policy': '"fixed window";"api";q=500;w=300',
    },
    rest: 55,
  },
  {
    name: 'SambaNova’s day',
    headers: {
      'x-ratelimit-limit-requests': '60',
      'x-ratelimit-remaining-requests': '59',
      'x-ratelimit-reset-requests': '1795694440',
      'x-ratelimit-limit-requests-day': '200',
      'x-ratelimit-remaining-requests-day': '0',
      'x-ratelimit-reset-requests-day': '1795737600',
    },
    rest: 43_189.75,
    scope: { of: 'requests', span: 'day' },
  },
  {
    name: 'Mistral’s month',
    headers: {
      'x-ratelimit-limit-tokens-month': '1000000000',
      'x-ratelimit-remaining-tokens-month': '0',
    },
    scope: { of: 'tokens', span: 'month' },
  },
  {
    name: 'Cohere’s month',
    body: { message: 'You are using a Trial key, which is limited to 1000 API calls / month.' },
    scope: { of: 'requests', span: 'month' },
  },
  {
    name: 'Vertex',
    body: {
      error: {
        code: 429,
        message:
          'Quota exceeded for aiplatform.googleapis.com/generate_content_requests_per_minute_per_project_per_base_model with base model: m.',
        status: 'RESOURCE_EXHAUSTED',
      },
    },
    scope: { of: 'requests', span: 'minute' },
  },
  {
    name: 'Code Assist’s day',
    body: [
      {
        error: {
          code: 429,
          message:
            "Quota exceeded for quota metric 'M Requests' and limit 'M Requests per day per user per tier'",
          details: [
            { reason: 'RATE_LIMIT_EXCEEDED', metadata: { quota_limit: 'MRequestsPerDay' } },
          ],
        },
      },
    ],
    scope: { of: 'requests', span: 'day' },
  },
  {
    name: 'Codex’s plan',
    body: {
      error: {
        type: 'usage_limit_reached',
        message: 'The usage limit has been reached',
        resets_in_seconds: 5_400,
      },
    },
    rest: 5_400,
  },
  {
    name: 'a plan that names a moment',
    body: { error: { type: 'usage_limit_reached', resets_at: 1_795_694_470 } },
    rest: 59.75,
  },
  {
    name: 'OpenAI’s milliseconds',
    body: {
      error: {
        message:
          'Rate limit reached for m on requests per min (RPM): Limit 3, Used 3, Requested 1. Please try again in 857ms.',
      },
    },
    rest: 0.857,
    scope: { of: 'requests', span: 'minute' },
  },
  {
    name: 'OpenAI’s hours',
    body: {
      error: {
        message:
          'Rate limit reached for m on tokens per day (TPD). Please try again in 1h2m3.5s. Visit the page.',
      },
    },
    rest: 3_723.5,
    scope: { of: 'tokens', span: 'day' },
  },
  {
    name: 'Azure’s day',
    body: { error: { message: 'Rate limit is exceeded. Try again in 86400 seconds.' } },
    rest: 86_400,
  },
  {
    name: 'API Management',
    body: { statusCode: 429, message: 'Rate limit is exceeded. Try again in 17 seconds.' },
    rest: 17,
  },
  {
    name: 'Silicon Flow',
    body: {
      code: 50_603,
      message: 'Request was rejected due to rate limiting. TPM limit reached.',
    },
    scope: { of: 'tokens', span: 'minute' },
  },
  {
    name: 'Ollama’s cloud',
    body: { error: "you've reached your hourly usage limit, please upgrade to continue" },
    scope: { span: 'hour' },
  },
  {
    name: 'minutes and seconds in words',
    body: 'Too many requests. Please wait 2 minutes and 30 seconds before trying again.',
    rest: 150,
    scope: { of: 'requests' },
  },
  {
    name: 'an ISO duration',
    body: { error: 'quota', retryAfter: 'PT1M30S' },
    rest: 90,
  },
  {
    name: 'a protobuf duration',
    body: { error: { code: 429, details: [{ retryDelay: { seconds: 12, nanos: 500_000_000 } }] } },
    rest: 12.5,
  },
  {
    name: 'numbers that are no time',
    body: {
      error: { message: 'Too many requests, try again later. Limit 10000, 5 requests per second.' },
    },
    scope: { of: 'requests', span: 'second' },
  },
  {
    name: 'a limit that is renewed while something is left',
    headers: { 'x-ratelimit-remaining': '7', 'x-ratelimit-reset': '3000' },
  },
  {
    name: 'an answer with a budget that is not spent',
    status: 200,
    headers: { ratelimit: '"default";r=50;t=30', 'x-ratelimit-reset-requests': '20s' },
  },
];
