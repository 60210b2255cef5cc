import type { HttpResponse } from '../base/httpCall.ts';
import { type CallerLimit, callerLimitsOf } from '../domain/callerLimit.ts';
import type { LimitScope } from '../domain/limitScope.ts';
import { scopeIn, scopeOfName, spanOf } from './scopeIn.ts';
import { structuredLimits, type ToldLimit } from './structuredLimits.ts';
import { dateOf, waitOf } from './waits.ts';

type Headers = HttpResponse['headers'];

const MINUTE_MS = 60_000;
/** A server's clock that differs by less is taken for ours: its date has no milliseconds. */
const SAME_CLOCK_MS = 5_000;
/** Headers that are looked at. */
const MAX_HEADERS = 100;

/** A server's statements about its limits. Absent members say nothing. */
export interface LimitSignals {
  /** How long to stay away, in milliseconds. */
  readonly waitMs?: number;
  /** Requests that are left of a budget that is renewed within the minute. */
  readonly requestsLeft?: number;
  /** The limit that is reached, as far as its name tells. */
  readonly scope?: LimitScope;
  /** The limits of the caller that an Aurelis gateway names. */
  readonly caller?: readonly CallerLimit[];
}

/** Names of headers about limits; `status` is Anthropic's, `type` GitHub's. */
const LIMIT = /rate-?limit|tokenlimit|call-(?:limit|remaining)|^x-quota/;
const RETRY = /retry-(?:after|in)\b|timeremaining$/;
/** Words in names that do not tell one limit from another. */
const COMMON =
  /^(?:x|ms|rate|ratelimit|limit|limits|remaining|reset|resets|status|anthropic|after|date|at|quota)$/;

/**
 * Reads the headers of any of the formats in the wild, by the words that their names are made of: `retry-after` and its brothers (RFC
 * 9110 §10.2.3) as seconds, date or time with units; per limit what is left and when it is renewed, as seconds, moment, time
 * with units or date; the lists of the IETF's drafts. Negative, absurd and unreadable values say nothing. `now` is epoch
 * milliseconds. An answer that is none (`status`) may be waited for; of others only a spent budget of requests counts.
 */
export function readLimits(headers: Headers, now: number, status: number): LimitSignals {
  const theirs = serverNow(headers, now);
  const isRefusal = status !== 200;
  const limits = limitsIn(headers);
  const spent = limits.filter((each) => isSpent(each) && (isRefusal || isOfRequests(each)));
  const waits = spent.flatMap((each) => resetOf(each, limits, theirs) ?? []);
  const asked = isRefusal ? askedFor(headers, theirs) : undefined;
  const silent =
    status === 429 && limits.every(({ remaining }) => remaining === undefined) ? limits : [];
  const known = waits.length > 0 ? waits : silent.flatMap((each) => ownReset(each, theirs) ?? []);
  const waitMs = asked ?? (known.length > 0 ? Math.max(...known) : undefined);
  const requestsLeft = leftThisMinute(limits, theirs);
  const scope = scopeOf(spent, headers);
  const caller = callerLimitsOf(headers['x-aurelis-limits']);
  return {
    ...(waitMs === undefined ? {} : { waitMs }),
    ...(requestsLeft === undefined ? {} : { requestsLeft }),
    ...(scope === undefined ? {} : { scope }),
    ...(caller.length === 0 ? {} : { caller }),
  };
}

/** Their clock's time where it is told and is another than ours. */
function serverNow(headers: Headers, now: number): number {
  const theirs = dateOf(textOf(headers.date) ?? '');
  return Math.abs(theirs - now) > SAME_CLOCK_MS ? theirs : now;
}

function limitsIn(headers: Headers): ToldLimit[] {
  const limits = new Map<string, ToldLimit>();
  for (const header of Object.keys(headers).slice(0, MAX_HEADERS)) {
    const value = textOf(headers[header]);
    if (value === undefined || !LIMIT.test(header) || RETRY.test(header)) continue;
    if (header.endsWith('ratelimit')) {
      for (const limit of structuredLimits(value, textOf(headers[`${header}-policy`]) ?? '')) {
        limits.set(`list ${limit.name}`, limit);
      }
      continue;
    }
    const words = header.replace('tokenlimit', 'tokens-limit').split('-');
    const name = words
      .filter((word) => !COMMON.test(word))
      .map((word) => word.replace(/^ratelimit/, ''))
      .join(' ');
    const limit = limits.get(name) ?? { name };
    limits.set(name, limit);
    if (words.includes('remaining')) limit.remaining = value;
    else if (words.includes('status')) limit.remaining = value === 'rejected' ? '0' : '1';
    else if (words.some((word) => word.startsWith('reset'))) limit.reset ??= value;
    else limit.limit = value;
  }
  return [...limits.values()];
}

/** Nothing is left of a limit; without one of that kind servers send a limit of 0, or -1. */
const isSpent = ({ remaining, limit }: ToldLimit): boolean =>
  firstCount(remaining) === 0 && firstCount(limit) !== 0 && !limit?.trim().startsWith('-');

const isOfRequests = ({ name }: ToldLimit): boolean => scopeOfName(name).of !== 'tokens';

/** Where a limit has no moment of its own, the one that is told for all counts. */
function resetOf(limit: ToldLimit, limits: readonly ToldLimit[], now: number): number | undefined {
  const own = ownReset(limit, now);
  if (own !== undefined) return own;
  const common = limits.find(({ name }) => name === '');
  const forAll = common === undefined ? undefined : ownReset(common, now);
  if (forAll !== undefined) return forAll;
  // Mistral counts by the minutes of the clock, its own, and says only that nothing is left.
  return /\bminute$/.test(limit.name) ? MINUTE_MS - (now % MINUTE_MS) : undefined;
}

const ownReset = ({ reset }: ToldLimit, now: number): number | undefined =>
  reset === undefined ? undefined : waitOf(reset, now);

/** Only of requests, and of a budget that is renewed within the minute: the others may be of the day. */
function leftThisMinute(limits: readonly ToldLimit[], now: number): number | undefined {
  const left = limits.flatMap((limit) => {
    const count = firstCount(limit.remaining);
    const { of, span } = scopeOfName(limit.name);
    if (count === undefined || !isOfRequests(limit)) return [];
    if (span !== undefined) return span === 'minute' && of === 'requests' ? [count] : [];
    const resetMs = ownReset(limit, now);
    // A limit that is renewed at once binds nobody.
    return resetMs !== undefined && resetMs > 0 && resetMs <= MINUTE_MS ? [count] : [];
  });
  return left.length === 0 ? undefined : Math.min(...left);
}

/** The scope of what is spent: by its name, or by the window that its limit names in seconds. */
function scopeOf(spent: readonly ToldLimit[], headers: Headers): LimitScope | undefined {
  const [limit] = spent;
  const type = textOf(headers['x-ratelimit-type'])?.toLowerCase() ?? '';
  const named = { ...scopeIn(type), ...scopeOfName(limit?.name ?? '') };
  const window = /;\s?w(?:indow)?=(\d{1,8})/.exec(limit?.limit ?? '')?.[1];
  const scope =
    window === undefined || named.span !== undefined
      ? named
      : { ...named, span: spanOf(Number(window)) };
  return Object.keys(scope).length === 0 ? undefined : scope;
}

function askedFor(headers: Headers, now: number): number | undefined {
  const asked = Object.keys(headers)
    .filter((header) => RETRY.test(header))
    .map((header) => {
      const isExact = /-ms$|^x-ms-|milliseconds$/.test(header);
      // Milliseconds are exact, and what is told beside them is rounded.
      const rank = isExact ? 0 : header === 'retry-after' ? 1 : 2;
      return { rank, waitMs: waitOf(textOf(headers[header]) ?? '', now, isExact ? 1 : 1_000) };
    })
    .filter(({ waitMs }) => waitMs !== undefined)
    .sort((one, other) => one.rank - other.rank);
  return asked[0]?.waitMs;
}

/** The number that a value begins with: further ones are its parts. */
function firstCount(value: string | undefined): number | undefined {
  const found = /^\s{0,8}(\d{1,15})(?:\.\d{1,9})?(?:\s{0,8}[,;]|\s{0,8}$)/.exec(
    value?.slice(0, 200) ?? '',
  );
  return found === null ? undefined : Number(found[1]);
}

const textOf = (header: Headers[string]): string | undefined =>
  typeof header === 'string' ? header : undefined;
