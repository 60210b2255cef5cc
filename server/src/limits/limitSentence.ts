import { dateOf, spanAt, waitOf } from './waits.ts';

/** Words that announce when to ask again. */
const ANNOUNCED =
  /again|retry(?:ing)?|wait|available|resets?|resumes?|allowed|cool ?down|back off|重试|请在|等待/g;
/** Words that may stand between them and the time. */
const BETWEEN =
  /[\s:"'=(~]|(?:in|within|after|for|about|around|approximately|at least|at|another|until|again|before|is|be|will|once|on|please)\b/y;
const MAX_BETWEEN = 16;
/** A moment as seconds or milliseconds since 1970, of this century. */
const EPOCH = /\b[1-3]\d{9}(?:\d{3})?\b/;
/** Announcements that are looked at. */
const MAX_ANNOUNCED = 20;
const DATE =
  /\d{4}-\d\d-\d\d[t ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:z| ?utc| ?gmt|[+-]\d\d:?\d\d)?/y;

/**
 * How long a sentence in lower case asks to wait, in milliseconds: "please try again in 1m4.2s", "expected available in 42
 * seconds", "resets at 2026-11-26 12:00:40 utc". A number without a unit is no time. `now` is epoch milliseconds.
 */
export function waitIn(words: string, now: number): number | undefined {
  let looked = 0;
  for (const { 0: found, index } of words.matchAll(ANNOUNCED)) {
    if (looked++ === MAX_ANNOUNCED) break;
    const at = behind(words, index + found.length);
    DATE.lastIndex = at;
    const date = DATE.exec(words)?.[0];
    const waitMs =
      date === undefined ? spanAt(words, at)?.ms : dateOf(date.replace('t', 'T')) - now;
    if (waitMs !== undefined && waitMs > 0) return waitOf(String(waitMs), now, 1);
  }
  return waitOf(EPOCH.exec(words)?.[0] ?? '', now);
}

function behind(words: string, start: number): number {
  let at = start;
  for (let left = MAX_BETWEEN; left > 0; left--) {
    BETWEEN.lastIndex = at;
    const found = BETWEEN.exec(words);
    if (found === null) break;
    at += found[0].length;
  }
  return at;
}
