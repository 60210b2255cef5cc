import { type CallerLimit, callerLimitsText } from '../../domain/callerLimit.ts';

/** After so long without a request a limit is whole again, in the form of OpenAI's headers. */
const RESETS: Readonly<Partial<Record<CallerLimit['per'], string>>> = {
  minute: '1m0s',
  day: '24h0m0s',
};

/**
 * A caller's limits with what is left: of requests and tokens in OpenAI's headers, in the period of which least is left, and all of them in one of
 * our own. Where nothing is left no time is told: the refusal of the next request says it exactly.
 */
export function limitHeaders(limits: readonly CallerLimit[]): Readonly<Record<string, string>> {
  if (limits.length === 0) return {};
  return {
    ...ofKind('requests', limits),
    ...ofKind('tokens', limits),
    'x-aurelis-limits': callerLimitsText(limits),
  };
}

function ofKind(
  kind: 'requests' | 'tokens',
  limits: readonly CallerLimit[],
): Record<string, string> {
  let tightest: CallerLimit | undefined;
  for (const each of limits) {
    if (each.of !== kind) continue;
    if (tightest === undefined || each.remaining < tightest.remaining) tightest = each;
  }
  if (tightest === undefined) return {};
  const { limit, per } = tightest;
  const remaining = Math.floor(tightest.remaining);
  const reset = RESETS[per];
  return {
    [`x-ratelimit-limit-${kind}`]: String(limit),
    [`x-ratelimit-remaining-${kind}`]: String(remaining),
    ...(remaining > 0 && reset !== undefined ? { [`x-ratelimit-reset-${kind}`]: reset } : {}),
  };
}
