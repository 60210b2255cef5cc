import type { Assigned } from './assigned.ts';
import { judged } from './assigned.ts';
import { promiseOf } from './names.ts';

/** As far as a name is looked for before a value, in UTF-16 units. */
const MAX_BEFORE = 400;
/** As many rows of an `INSERT` are looked at. */
const MOST_ROWS = 50;

/** The head of a function of which the next word is the first: its name, its parameters, its type. */
const HEAD = /(?<![\w$-])([\w$-]{3,96}) ?\([^()]{0,120}\)[^(){}"'`]{0,60}[{:]\s{0,80}$/;
/** A property that is given its value when it is first asked for (Kotlin), up to `lazy`. */
const LAZY = /(?<![\w$])([\w$]{3,96})(?: ?: ?[\w?]{1,40})? by $/;
const STRING = /\s{0,8}(?:\{\s{0,80}|\( {0,8})?(["'`])((?:(?!\1)[^\n]){1,300})\1/y;
/** A name before a string that begins with a letter of its own: `q(…)` of Perl, `%q(…)` of Ruby, `~s(…)` of Elixir. */
const NAMED = /(?<![\w.$-])([\w.$-]{3,96}) {0,8}(?:=>|:?=|:) {0,8}([%~]?)$/;
const LETTERED =
  / ?(?:\{([^{}\n]{1,300})\}|\(([^()\n]{1,300})\)|\[([^[\]\n]{1,300})\]|([|/!])([^|/!\n]{1,300})\4)/y;
/** The columns of an `INSERT`, before `VALUES`. */
const COLUMNS = /\(([^()]{1,360})\)\s{0,16}$/;
/** Before and between rows. */
const BETWEEN = /\s{0,80},?\s{0,80}\(/y;
/** As much of a row is looked at, in UTF-16 units. */
const MAX_ROW = 2_000;
/** Behind a string that is a whole expression. */
const END = /\s{0,80}(?:$|[;})\n,])/y;

/** Letters of the longest word that `behindWord` knows. */
export const LONGEST_FARTHER = 'return'.length;

/** The credentials behind a word whose name stands farther away than an operator: that of a function, a column, a property. */
export function behindWord(text: string, start: number, end: number): Assigned[] {
  switch (text.slice(start, end).toLowerCase()) {
    case 'return':
      return given(text, HEAD.exec(before(text, start)), end);
    case 'lazy':
      return given(text, LAZY.exec(before(text, start)), end);
    case 'values':
      return inserted(text, start, end);
    case 'q':
    case 'qq':
    case 's':
      return lettered(text, start, end);
    default:
      return [];
  }
}

const before = (text: string, at: number): string => text.slice(Math.max(0, at - MAX_BEFORE), at);

/** The string behind a word, promised by the name that a head has. */
function given(text: string, head: RegExpExecArray | null, end: number): Assigned[] {
  STRING.lastIndex = end;
  const value = head === null ? undefined : STRING.exec(text)?.[2];
  END.lastIndex = STRING.lastIndex;
  if (value === undefined || !END.test(text)) return [];
  return promised(text, head?.[1], value, STRING.lastIndex - 1);
}

function lettered(text: string, start: number, end: number): Assigned[] {
  const name = NAMED.exec(before(text, start));
  if (name === null || (text.charAt(start) === 's' && name[2] !== '~')) return [];
  LETTERED.lastIndex = end;
  const found = LETTERED.exec(text);
  const value = found?.[1] ?? found?.[2] ?? found?.[3] ?? found?.[5];
  return value === undefined ? [] : promised(text, name[1], value, LETTERED.lastIndex - 1);
}

/** Values of rows under columns whose names promise a credential. */
function inserted(text: string, start: number, end: number): Assigned[] {
  const columns = COLUMNS.exec(before(text, start))?.[1]?.split(',') ?? [];
  const names = columns.map((name) => name.replace(/[\s"'`[\]]/g, ''));
  if (!names.some((name) => promiseOf(name, 0, name.length) !== undefined)) return [];
  const all: Assigned[] = [];
  let at = end;
  for (let count = 0; count < MOST_ROWS; count++) {
    BETWEEN.lastIndex = at;
    if (!BETWEEN.test(text)) break;
    const row = stringsOf(text, BETWEEN.lastIndex);
    at = row.end + 1;
    for (const { column, value, to } of row.strings)
      all.push(...promised(text, names[column], value, to));
  }
  return all;
}

/** The strings of a row, which column each of them is of, where it ends, and where the row does. */
function stringsOf(text: string, from: number) {
  const strings: { column: number; value: string; to: number }[] = [];
  const most = Math.min(text.length, from + MAX_ROW);
  let column = 0;
  let depth = 0;
  let at = from;
  for (; at < most && (depth > 0 || text.charAt(at) !== ')'); at++) {
    const mark = text.charAt(at);
    if (mark === ',' && depth === 0) column++;
    else if (mark === '(') depth++;
    else if (mark === ')') depth--;
    else if (mark === "'") {
      const to = stringEnd(text, at + 1, most);
      if (depth === 0) strings.push({ column, value: text.slice(at + 1, to), to });
      at = to;
    }
  }
  return { strings, end: at };
}

/** The closing quote of a string of SQL, in which two are one. */
function stringEnd(text: string, from: number, most: number): number {
  let at = from;
  while (at < most && (text.charAt(at) !== "'" || text.charAt(at + 1) === "'"))
    at += text.charAt(at) === "'" ? 2 : 1;
  return at;
}

/** A value that ends at a place, where its name promises a credential. */
function promised(text: string, name: string | undefined, value: string, end: number): Assigned[] {
  const promise = name === undefined ? undefined : promiseOf(name, 0, name.length);
  if (promise === undefined || promise === 'phrase') return [];
  const found = judged(text, { start: end - value.length, end }, promise, false);
  return found === undefined ? [] : [found];
}
