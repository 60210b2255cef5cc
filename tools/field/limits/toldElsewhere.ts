import type { LimitCase } from './limitCase.ts';

const minuteRequests = { of: 'requests', span: 'minute' } as const;
const dayRequests = { of: 'requests', span: 'day' } as const;

/** Further forms: those of drafts and gateways, and of bodies that are no JSON of OpenAI's. */
export const TOLD_ELSEWHERE: readonly LimitCase[] = [
  {
    name: 'the IETF’s list',
    headers: { ratelimit: '"default";r=0;t=30', 'ratelimit-policy': '"default";q=100;w=60' },
    rest: 30,
    scope: { span: 'minute' },
  },
  {
    name: 'the IETF’s list of several, of which one is spent',
    headers: { ratelimit: '"burst";r=5;t=1, "daily";r=0;t=7200' },
    rest: 7_200,
    scope: { span: 'day' },
  },
  {
    name: 'the IETF’s dictionary',
    headers: { ratelimit: 'limit=100, remaining=0, reset=50' },
    rest: 50,
  },
  {
    name: 'the IETF’s three headers',
    headers: {
      'ratelimit-limit': '100, 100;w=60',
      'ratelimit-remaining': '0',
      'ratelimit-reset': '50',
    },
    rest: 50,
    scope: { span: 'minute' },
  },
  {
    name: 'Kong’s minute',
    headers: {
      'x-ratelimit-limit-minute': '20',
      'x-ratelimit-remaining-minute': '0',
      'x-ratelimit-remaining-hour': '400',
      'ratelimit-reset': '22',
    },
    rest: 22,
    scope: { span: 'minute' },
  },
  {
    name: 'Cerebras’s day',
    headers: {
      'x-ratelimit-remaining-requests-day': '0',
      'x-ratelimit-reset-requests-day': '33011.382867',
      'x-ratelimit-remaining-tokens-minute': '59000',
      'x-ratelimit-reset-tokens-minute': '11.382867',
    },
    rest: 33_011.4,
    scope: dayRequests,
  },
  {
    name: 'LiteLLM’s sentence with a date',
    body: {
      error: {
        message:
          'Rate limit exceeded for api_key: k. Limit type: requests. Current limit: 5, Remaining: 0. Limit resets at: 2026-11-26 12:00:40 UTC',
      },
    },
    rest: 29.75,
    scope: { of: 'requests' },
  },
  {
    name: 'Bedrock’s day',
    body: {
      __type: 'ThrottlingException',
      message: 'Too many tokens per day, please wait before trying again.',
    },
    scope: { of: 'tokens', span: 'day' },
  },
  {
    name: 'Azure’s sentence',
    body: {
      error: {
        code: '429',
        message:
          'Requests to the ChatCompletions_Create Operation have exceeded the token rate limit of your pricing tier. Please retry after 26 seconds.',
      },
    },
    rest: 26,
    scope: { of: 'tokens' },
  },
  {
    name: 'Moonshot’s sentence',
    body: {
      error: {
        type: 'rate_limit_reached_error',
        message:
          'Your account reached max request limit: organization max RPM: 3, please try again after 1 seconds',
      },
    },
    rest: 1,
    scope: minuteRequests,
  },
  {
    name: 'a number in the body',
    body: { message: 'You are being rate limited.', retry_after: 0.65 },
    rest: 0.65,
  },
  {
    name: 'milliseconds in the body',
    body: { error: 'slow down', retryAfterMs: 4_200 },
    rest: 4.2,
  },
  {
    name: 'Django’s sentence',
    body: { detail: 'Request was throttled. Expected available in 42 seconds.' },
    rest: 42,
  },
  {
    name: 'slowapi’s sentence',
    body: { error: 'Rate limit exceeded: 5 per 1 minute' },
    scope: { span: 'minute' },
  },
  {
    name: 'Envoy',
    headers: {
      'x-ratelimit-limit': '10, 10;w=1;name="per-second"',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': '1',
    },
    rest: 1,
    scope: { span: 'second' },
  },
  { name: 'Traefik', headers: { 'x-retry-in': '1.5s' }, rest: 1.5 },
  {
    name: 'Together',
    headers: {
      'x-tokenlimit-limit': '60000',
      'x-tokenlimit-remaining': '0',
      'x-ratelimit-remaining': '3',
      'x-ratelimit-reset': '12',
    },
    rest: 12,
    scope: { of: 'tokens' },
  },
  {
    name: 'a moment behind a stroke',
    body: { error: { message: 'AI usage limit reached|1795694500' } },
    rest: 89.75,
  },
  {
    name: 'hours, minutes and seconds by colons',
    body: { error: { message: 'Tier limit: max 20 RPD for this model. Retry after 00:05:10' } },
    rest: 310,
    scope: dayRequests,
  },
  { name: 'a time within which', body: 'Your rate limit will reset within 1 minute.', rest: 60 },
  {
    name: 'a time of the day',
    body: 'You exceeded the hourly limit. It will reset at 3:04:05 PM.',
    scope: { span: 'hour' },
  },
  { name: 'Chinese', body: { message: '请求过于频繁，请在 30 秒后重试' }, rest: 30 },
  {
    name: 'a date without a time zone’s hour',
    body: { message: 'Your weekly rate limit will reset on April 27 at 5:30 AM.' },
    scope: { span: 'week' },
  },
  {
    name: 'what is spent of a limit that is none',
    headers: {
      'x-ratelimit-limit-tokens': '0',
      'x-ratelimit-remaining-tokens': '0',
      'x-ratelimit-reset-tokens': '9s',
    },
  },
  {
    name: 'an answer that says when to ask again',
    status: 200,
    headers: {
      'retry-after': '30',
      'x-ratelimit-remaining-tokens': '0',
      'x-ratelimit-reset-tokens': '30s',
    },
  },
  {
    name: 'an answer that was the last of its minute',
    status: 200,
    headers: {
      'x-ratelimit-limit-requests': '10',
      'x-ratelimit-remaining-requests': '0',
      'x-ratelimit-reset-requests': '8s',
    },
    rest: 8,
    scope: { of: 'requests' },
  },
];
