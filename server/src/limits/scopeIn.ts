import type { LimitScope, LimitSpan } from '../domain/limitScope.ts';

/** Upper bounds, in seconds: a window of a little more than a day counts as one of a day. */
const SPANS: readonly (readonly [seconds: number, span: LimitSpan])[] = [
  [1, 'second'],
  [60, 'minute'],
  [3_600, 'hour'],
  [100_000, 'day'],
  [700_000, 'week'],
];

const SPAN_WORDS: readonly (readonly [words: RegExp, span: LimitSpan])[] = [
  [
    /(?:\bper|\beach|\bevery|\bby|\ban?|\/) ?(?:1 |one )?sec(?:ond)?\b|persecond|bysecond|\b[rqt]ps\b/,
    'second',
  ],
  [
    /(?:\bper|\beach|\bevery|\bby|\ban?|\/) ?(?:1 |one )?min(?:ute)?\b|perminute|byminute|\b[rqt]pm\b/,
    'minute',
  ],
  [
    /(?:\bper|\beach|\bevery|\bby|\ban?|\/) ?(?:1 |one )?hour\b|\bhourly\b|perhour|byhour|\b[rqt]ph\b/,
    'hour',
  ],
  [
    /(?:\bper|\beach|\bevery|\bby|\ban?|\/) ?(?:1 |one )?day\b|\bdaily\b|perday|byday|\b[rqt]pd\b/,
    'day',
  ],
  [/(?:\bper|\beach|\bevery|\bby|\ban?|\/) ?(?:1 |one )?week\b|\bweekly\b|perweek|byweek/, 'week'],
  [
    /(?:\bper|\beach|\bevery|\bby|\ban?|\/) ?(?:1 |one )?month\b|\bmonthly\b|permonth|bymonth/,
    'month',
  ],
];
/** "per 86400s", "/ 60 seconds". */
const COUNTED = /(?:per|\/) ?(\d{1,7}) ?s(?:ec|\b)/;
/** The first that shows is meant: a refusal for tokens speaks of the request, too. */
const COUNTS: readonly (readonly [words: RegExp, of: 'requests' | 'tokens'])[] = [
  [
    /\btokens? (?:per|rate|limit|quota|count|by)\b|too many tokens|\btp[smhd]\b|tokensper|inputtoken|bysize/,
    'tokens',
  ],
  [/\brequests? (?:per|rate|limit)\b|requestsper|\brp[smhd]\b|\bqp[smhd]\b/, 'requests'],
  [/\btokens?\b/, 'tokens'],
  [/\brequests?\b|\bcalls?\b|\bquer(?:y|ies)\b|\breq\b/, 'requests'],
];

/** The scope that words in lower case tell of: a sentence, or the name of a quota. The first time in them is meant. */
export function scopeIn(words: string): LimitScope {
  const text = words.replace(/[_-]/g, ' ');
  const counted = COUNTED.exec(text);
  const span = counted === null ? firstSpan(text) : spanOf(Number(counted[1]));
  const of = COUNTS.find(([pattern]) => pattern.test(text))?.[1];
  return { ...(of === undefined ? {} : { of }), ...(span === undefined ? {} : { span }) };
}

/** The scope that the name of a header tells of: in it a time stands alone. */
export const scopeOfName = (name: string): LimitScope =>
  scopeIn(name.replace(/\b(second|minute|hour|day|week|month)\b/, 'per $1'));

/** The span of a window of so many seconds. */
export const spanOf = (seconds: number): LimitSpan =>
  SPANS.find(([most]) => seconds <= most)?.[1] ?? 'month';

function firstSpan(text: string): LimitSpan | undefined {
  let first = Number.POSITIVE_INFINITY;
  let found: LimitSpan | undefined;
  for (const [words, span] of SPAN_WORDS) {
    const at = text.search(words);
    if (at !== -1 && at < first) [first, found] = [at, span];
  }
  return found;
}
