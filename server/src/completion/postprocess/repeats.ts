import type { Nesting } from '../syntax/nesting.ts';
import { overlapsOf } from './overlaps.ts';

/** A beginning of a text, and how many characters of what follows the cursor it takes the place of. */
export interface Meeting {
  readonly kept: string;
  readonly covered: number;
  /** True if the text closes something that the suffix closes, too. */
  readonly closes: boolean;
}

export const BRACKETS = [
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
] as const;
const PAIRS = [...BRACKETS, ['<', '>']] as const;
const ARROW = /[=-]>/g;
/** Repeats that are taken from the end of one text. */
const MAX_REPEATS = 40;
/** Of a text that is read again for each of its repeats, so many characters in all: a line of thousands is not read many times. */
const MAX_READ = 400_000;

/** A suffix that no text ends with by chance. */
const TELLING = /\p{L}.{3}/u;

const hasNoOpenBracket = (text: string): boolean =>
  BRACKETS.every(([opener, closer]) => text.split(opener).length <= text.split(closer).length);

/** Reads a text from what is open before the cursor. */
type Read = (text: string) => Nesting;

/** Without any repeat of the suffix at the end of a text; what is left may end with one, too. */
export function withoutRepeats(meeting: Meeting, suffix: string, read: Read): Meeting {
  let left = meeting;
  const most = Math.min(MAX_REPEATS, 1 + MAX_READ / meeting.kept.length);
  for (let times = 0; times < most; times++) {
    const next = withoutRepeat(left, suffix, read);
    if (next.kept === left.kept) return next;
    left = next;
  }
  return left;
}

/** Covers what the text goes on with as the suffix does, or cuts what its end repeats of the suffix's beginning. */
function withoutRepeat(meeting: Meeting, suffix: string, read: Read): Meeting {
  const { kept, covered } = meeting;
  const rest = suffix.slice(covered).trim();
  if (rest === '') return meeting;
  const nesting = read(kept);
  const behind = kept.slice(nesting.outer.at(-1)?.end ?? 0).trim();
  const all = suffix.trimEnd();
  if (covered > 0 && behind.startsWith(rest) && holds(kept, all)) {
    return { ...meeting, covered: all.length };
  }
  const text = covered > 0 ? behind : kept.trimEnd();
  const whole = kept.slice(0, kept.trimEnd().length - rest.length);
  if (TELLING.test(rest) && text.endsWith(rest) && hasNoOpenBracket(whole)) {
    return { ...meeting, kept: whole };
  }
  const end = kept.trimEnd().length;
  let tries = 1 + MAX_READ / end;
  for (const length of overlapsOf(text, rest)) {
    if (tries-- < 1) break;
    const repeated = rest.slice(0, length);
    const shorter = kept.slice(0, end - length);
    if (isNoLessBalanced(shorter, repeated, read(shorter), nesting)) {
      return { ...meeting, kept: shorter };
    }
  }
  return meeting;
}

/** True if cutting an end leaves nothing open that was closed by it. */
function isNoLessBalanced(shorter: string, end: string, short: Nesting, whole: Nesting): boolean {
  const bare = shorter.replaceAll(ARROW, '');
  const count = (character: string) => bare.split(character).length;
  return (
    !/(?:^|[^\\])(?:\\\\)*\\$/.test(shorter.slice(-8)) &&
    short.open.length <= whole.open.length &&
    (end.match(/["'`]/g)?.length ?? 0) % 2 === 0 &&
    // In a string brackets come in pairs, too.
    PAIRS.every(([opener, closer]) => !end.includes(closer) || count(opener) <= count(closer))
  );
}

/** True if a text has all characters of another in their order: else the editor does not show it in place of that. */
export function holds(text: string, covered: string): boolean {
  let found = 0;
  for (const character of text) {
    if (found === covered.length) break;
    if (character === covered[found]) found++;
  }
  return found === covered.length;
}
