/** A part of a line that is the same few characters again and again. */
export interface Loop {
  readonly start: number;
  readonly period: number;
  readonly length: number;
}

const MIN_LENGTH = 64;
const MIN_TIMES = 3;
const MAX_PERIOD = 200;

/** The longest end of a line with a short period, by the failure function of Knuth, Morris, Pratt 1977. */
export function loopAtEnd(line: string): Loop | undefined {
  const last = line.length - 1;
  const failure = [0];
  let found: Loop | undefined;
  for (let at = 1, length = 0; at < line.length; at++) {
    const character = line.charCodeAt(last - at);
    while (length > 0 && character !== line.charCodeAt(last - length)) {
      length = failure[length - 1] ?? 0;
    }
    if (character === line.charCodeAt(last - length)) length++;
    failure.push(length);
    const period = at + 1 - length;
    const isLoop = at + 1 >= MIN_LENGTH && at + 1 >= MIN_TIMES * period && period <= MAX_PERIOD;
    if (isLoop && (found === undefined || period <= found.period))
      found = { start: last - at, period, length: at + 1 };
  }
  return found;
}

/** The loop with the shortest period that is longer than `most`, wherever in a line it is. */
export function firstClosedLoop(line: string, most: number): Loop | undefined {
  const longestPeriod = Math.min(MAX_PERIOD, Math.floor(most / MIN_TIMES), line.length - most);
  for (let period = 1; period <= longestPeriod; period++) {
    const found = loopOf(line, period, most);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * The first loop of a period that is longer than `most`. In one so long, so many characters in a row equal those a period before
 * that only the last of each such stretch is looked at, and those in front of it only where it is equal.
 */
function loopOf(line: string, period: number, most: number): Loop | undefined {
  const isEqual = (at: number) => line.charCodeAt(at) === line.charCodeAt(at - period);
  const least = most + 1 - period;
  /** From here on all up to `last` is to be looked at. */
  let from = period;
  for (let last = from + least - 1; last < line.length; last = from + least - 1) {
    let at = last;
    while (at >= from && isEqual(at)) at--;
    if (at < from) {
      let end = last + 1;
      while (end < line.length && isEqual(end)) end++;
      const start = from - period;
      return { start, period, length: end - start };
    }
    from = at + 1;
  }
  return undefined;
}
