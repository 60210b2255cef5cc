/** Longest time to stay away that is kept to; what is longer is kept to as far. */
export const MAX_WAIT_MS = 24 * 3_600_000;
/** Longest time that a server is believed to mean: a month may be, a year is a mistake. */
const MOST_MEANT_MS = 31 * MAX_WAIT_MS;
/** Numbers from here on are moments since 1970, in the unit in which they lie before the year 5138. */
const EPOCH_SECONDS = 1e9;
const EPOCH_UNITS = [
  { most: 1e11, ms: 1_000 },
  { most: 1e14, ms: 1 },
  { most: 1e17, ms: 1e-3 },
  { most: 1e20, ms: 1e-6 },
] as const;
/** More of a value is not looked at. */
const MAX_LENGTH = 100;

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  millis: 1,
  millisecond: 1,
  s: 1_000,
  sec: 1_000,
  second: 1_000,
  秒: 1_000,
  m: 60_000,
  min: 60_000,
  minute: 60_000,
  分: 60_000,
  分钟: 60_000,
  h: 3_600_000,
  hr: 3_600_000,
  hour: 3_600_000,
  小时: 3_600_000,
  d: 86_400_000,
  day: 86_400_000,
  week: 7 * 86_400_000,
};
const PART = /(?: ?,? ?(?:and )?)?(\d{1,15}(?:\.\d{1,15})?) ?([a-z]{1,12}|秒|分钟?|小时)/y;
/** Hours, minutes and seconds. */
const BY_COLONS = /(\d{1,3}):([0-5]\d):([0-5]\d(?:\.\d{1,9})?)/y;

/** A span of time in a text. */
export interface Span {
  readonly ms: number;
  /** Where the text goes on behind it. */
  readonly end: number;
}

/**
 * The time that stands at a place of a text in lower case: numbers with units (`1m30.5s`, `2 minutes and 30 seconds`), or with colons
 * (`00:05:10`).
 */
export function spanAt(text: string, start: number): Span | undefined {
  BY_COLONS.lastIndex = start;
  const [colons, hours, minutes, seconds] = BY_COLONS.exec(text) ?? [];
  // Behind "at" it is a time of the day, whose zone nobody tells.
  if (colons !== undefined && !/\bat\s$/.test(text.slice(Math.max(0, start - 4), start))) {
    const inSeconds = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
    return { ms: inSeconds * 1_000, end: start + colons.length };
  }
  let ms = 0;
  let end = start;
  for (let part = match(text, end); part !== null; part = match(text, end)) {
    const unit = UNITS[part[2] as string] ?? UNITS[(part[2] as string).replace(/s$/, '')];
    if (unit === undefined) break;
    ms += Number(part[1]) * unit;
    end += part[0].length;
  }
  return end === start ? undefined : { ms, end };
}

function match(text: string, at: number): RegExpExecArray | null {
  PART.lastIndex = at;
  return PART.exec(text);
}

/**
 * How long a value asks to wait, in milliseconds: a number of units (seconds where `unitMs` is absent), a moment since 1970, a
 * time with units, in the form of ISO 8601 too, or a date. `undefined` for what is gone by, absurd or unreadable. `now` is
 * epoch milliseconds by the clock of the server.
 */
export function waitOf(value: string, now: number, unitMs = 1_000): number | undefined {
  const text = value.slice(0, MAX_LENGTH).trim();
  if (text === '') return undefined;
  const number = Number(text);
  if (!Number.isNaN(number)) return bounded(waitOfNumber(number, now, unitMs));
  const plain = text.toLowerCase();
  const iso = /^p(?:(\d{1,3})d)?t?([\dhms.]{0,20})$/.exec(plain);
  const spelled = iso === null ? plain : `${iso[1] ?? 0}d${iso[2]}`;
  const span = spanAt(spelled, 0);
  if (span?.end === spelled.length) return bounded(span.ms);
  return bounded(dateOf(text) - now);
}

function waitOfNumber(number: number, now: number, unitMs: number): number {
  if (number < EPOCH_SECONDS) return number * unitMs;
  // A unit that makes it a moment of these centuries.
  const unit = EPOCH_UNITS.find((each) => number < each.most)?.ms ?? Number.POSITIVE_INFINITY;
  return number * unit - now;
}

/** Epoch milliseconds of a date in any form that JavaScript reads, of Greenwich where it names no zone; NaN for no date. */
export function dateOf(text: string): number {
  // JavaScript takes `x 1` for a date, too.
  if (!/\d{1,2}:\d\d/.test(text)) return Number.NaN;
  const hasZone = /(?:z|gmt|utc|[+-]\d\d:?\d\d)\b/i.test(text.slice(10));
  return Date.parse(hasZone ? text : `${text} UTC`);
}

const bounded = (waitMs: number): number | undefined =>
  waitMs >= 0 && waitMs <= MOST_MEANT_MS ? Math.min(waitMs, MAX_WAIT_MS) : undefined;
