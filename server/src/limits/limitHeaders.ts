import type { HttpResponse } from '../base/httpCall.ts';

type Headers = HttpResponse['headers'];

/** Longest wait that a server may ask of us; beyond it a header is taken for a mistake. */
const MAX_WAIT_MS = 24 * 3_600_000;
/** Longest time that a `retry-after` is believed to mean. */
const MAX_RETRY_AFTER_MS = 31 * MAX_WAIT_MS;
/** Numbers from here on are moments (seconds since 1970), not durations. */
const EPOCH_SECONDS = 1_000_000_000;
const UNITS = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
} as const;

/** A server's statements about its limits. Absent members say nothing. */
export interface LimitSignals {
  /** How long to stay away, in milliseconds. */
  readonly waitMs?: number;
  /** Requests that are left of a budget that is renewed within the minute. */
  readonly requestsLeft?: number;
}

/**
 * Reads the headers of any of the formats in the wild: `retry-after` in seconds or as a date (RFC 9110 §10.2.3), in milliseconds
 * under two names, what is left and when it is renewed as a Go duration, seconds or epoch, GitHub's seconds. Negative, absurd and
 * unreadable values say nothing. `now` is epoch milliseconds; `isRefusal` for a 429.
 */
export function readLimits(headers: Headers, now: number, isRefusal: boolean): LimitSignals {
  const asked = [
    milliseconds(headers['retry-after-ms']),
    milliseconds(headers['x-ms-retry-after-ms']),
    retryAfter(headers['retry-after'], now),
  ].find((waitMs) => waitMs !== undefined);
  const resets = ['requests', 'tokens'].flatMap((kind) => {
    const isSpent = count(headers[`x-ratelimit-remaining-${kind}`]) === 0;
    // Without a limit of that kind servers send a limit of 0, or -1.
    const hasLimit = count(headers[`x-ratelimit-limit-${kind}`]) !== 0;
    const waitMs = moment(headers[`x-ratelimit-reset-${kind}`], now);
    return isSpent && hasLimit && waitMs !== undefined ? [waitMs] : [];
  });
  const remainingMs = seconds(headers['x-ratelimit-timeremaining']);
  const known = [...resets, ...restOfMinute(headers, now)];
  const waitMs = asked ?? (known.length > 0 ? Math.max(...known) : undefined);
  const refusedFor = isRefusal ? (waitMs ?? remainingMs) : waitMs;
  const requestsLeft = leftThisMinute(headers, now);
  return {
    ...(refusedFor === undefined ? {} : { waitMs: refusedFor }),
    ...(requestsLeft === undefined ? {} : { requestsLeft }),
  };
}

/** Mistral counts by the minutes of the clock, its own, and says only that nothing is left. */
function restOfMinute(headers: Headers, now: number): number[] {
  if (count(headers['x-ratelimit-remaining-req-minute']) !== 0) return [];
  const theirs = Date.parse(String(headers.date ?? ''));
  // Their date has no milliseconds: it may be almost a second later.
  return [UNITS.m - ((Number.isNaN(theirs) ? now : theirs) % UNITS.m)];
}

/** Only of a budget that is renewed within the minute: the others may be of the day. */
function leftThisMinute(headers: Headers, now: number): number | undefined {
  const mistral = count(headers['x-ratelimit-remaining-req-minute']);
  if (mistral !== undefined) return mistral;
  const resetMs = moment(headers['x-ratelimit-reset-requests'], now);
  if (resetMs === undefined || resetMs > UNITS.m) return undefined;
  // A limit that is renewed at once binds nobody.
  return resetMs === 0 ? undefined : count(headers['x-ratelimit-remaining-requests']);
}

function retryAfter(header: Headers[string], now: number): number | undefined {
  if (typeof header !== 'string' || header.trim() === '') return undefined;
  const seconds = count(header);
  const waitMs = seconds === undefined ? Date.parse(header) - now : seconds * 1_000;
  // A month may be meant, and is kept to as far as any wait is; a year is a mistake.
  return waitMs >= 0 && waitMs <= MAX_RETRY_AFTER_MS ? Math.min(waitMs, MAX_WAIT_MS) : undefined;
}

/** `6m0s`, `12ms`, `1h2m3.5s`, seconds, or seconds since 1970. */
function moment(header: Headers[string], now: number): number | undefined {
  if (typeof header !== 'string' || header.trim() === '') return undefined;
  const number = Number(header);
  if (!Number.isNaN(number)) {
    return bounded(number >= EPOCH_SECONDS ? number * 1_000 - now : number * 1_000);
  }
  const parts = [...header.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== header.trim())
    return bounded(Date.parse(header) - now);
  return bounded(parts.reduce((sum, [, value, unit]) => sum + Number(value) * unitOf(unit), 0));
}

const unitOf = (unit: string | undefined): number => UNITS[unit as keyof typeof UNITS];

function count(header: Headers[string]): number | undefined {
  const number = typeof header === 'string' && header.trim() !== '' ? Number(header) : Number.NaN;
  return number >= 0 ? number : undefined;
}

function milliseconds(header: Headers[string]): number | undefined {
  const number = count(header);
  return number === undefined ? undefined : bounded(number);
}

function seconds(header: Headers[string]): number | undefined {
  const number = count(header);
  return number === undefined ? undefined : bounded(number * 1_000);
}

const bounded = (waitMs: number): number | undefined =>
  waitMs >= 0 && waitMs <= MAX_WAIT_MS ? waitMs : undefined;
