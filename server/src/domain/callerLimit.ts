/** A limit of whoever asks a gateway, and the part of it that is left. Money is in the gateway's currency. */
export interface CallerLimit {
  readonly of: 'requests' | 'tokens' | 'money';
  readonly per: 'minute' | 'day' | 'month';
  readonly limit: number;
  readonly remaining: number;
}

const KINDS = ['requests', 'tokens', 'money'] as const;
const PERIODS = ['minute', 'day', 'month'] as const;
/** Each kind in each period. */
const MAX_LIMITS = KINDS.length * PERIODS.length;
/** Larger amounts are no limits of anybody. */
const MAX_AMOUNT = 1e12;

/** Reads what a gateway says of limits, each kind and period once; whatever is no limit is left out. */
export function callerLimitsIn(told: unknown): readonly CallerLimit[] {
  const limits = new Map<string, CallerLimit>();
  for (const each of Array.isArray(told) ? told.slice(0, MAX_LIMITS) : []) {
    const limit = callerLimitIn(each);
    if (limit !== undefined) limits.set(`${limit.of} ${limit.per}`, limit);
  }
  return [...limits.values()];
}

function callerLimitIn(told: unknown): CallerLimit | undefined {
  if (typeof told !== 'object' || told === null) return undefined;
  const { limit, remaining, ...names } = told as Readonly<Record<string, unknown>>;
  const of = KINDS.find((each) => each === names.of);
  const per = PERIODS.find((each) => each === names.per);
  if (of === undefined || per === undefined || !isAmount(limit) || !isAmount(remaining))
    return undefined;
  return remaining > limit ? undefined : { of, per, limit, remaining };
}

const isAmount = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value <= MAX_AMOUNT;

/** More of a header is not read. */
const MAX_HEADER = 1_000;
const IN_HEADER = /^(\w{1,10})\/(\w{1,10})=(\d{1,13}(?:\.\d{1,6})?)\/(\d{1,13}(?:\.\d{1,6})?)$/;

/** The header's value for limits: `requests/minute=58/60, money/month=12.5/20`. */
export const callerLimitsText = (limits: readonly CallerLimit[]): string =>
  limits
    .map(({ of, per, limit, remaining }) => `${of}/${per}=${amount(remaining)}/${amount(limit)}`)
    .join(', ');

/** The reverse of `callerLimitsText`. */
export function callerLimitsOf(header: unknown): readonly CallerLimit[] {
  if (typeof header !== 'string') return [];
  const parts = header.slice(0, MAX_HEADER).split(',', MAX_LIMITS);
  return callerLimitsIn(
    parts.map((part) => {
      const [, of, per, remaining, limit] = IN_HEADER.exec(part.trim()) ?? [];
      return { of, per, remaining: Number(remaining), limit: Number(limit) };
    }),
  );
}

/** Without a power of ten, and rounded down: what is told to be left is left. */
const amount = (value: number): string =>
  String(Math.floor(Math.min(value, MAX_AMOUNT) * 1e4 + 1e-6) / 1e4);
