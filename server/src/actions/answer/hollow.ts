import { scan } from './scan.ts';

/** Calls, and statements that end a function early. */
const CALL = /(?<![\p{L}\p{N}_$])[\p{L}_$][\p{L}\p{N}_$]{0,80}(?=[!?]?\()/gu;
const END = /\b(?:throw|raise|panic|abort|die)\b/g;
/** Words in front of brackets that call nothing. */
const NO_CALLS = new Set(
  'if for while switch catch function fn func def fun return match with foreach elif unless until when case and or not in sizeof typeof super'.split(
    ' ',
  ),
);
const WORD = /[\p{L}_$][\p{L}\p{N}_$]*/gu;
/** A block with fewer different calls, or words, says too little to judge by. */
const MIN_CALLS = 3;
const MIN_WORDS = 10;
/** A rewrite with less than this share of the block's calls and words is hollow. */
const MIN_SHARE = 0.5;
/** Least share of the words of a block's code that a rewrite has, however long it is. */
const MIN_WORDS_KEPT = 0.3;
/** So much of the length of a block is left where only its hull is. */
const HULL = 1 / 3;

/**
 * True if most of what a block does is gone from a rewrite: its calls, and no others in their place; or its words, and most of its length. What strings and
 * comments say is no code.
 */
export function isHollow(
  answer: readonly string[],
  block: readonly string[],
  languageId: string,
): boolean {
  const [now, before] = [codeIn(answer, languageId), codeIn(block, languageId)];
  const [ours, theirs] = [callsIn(before), callsIn(now)];
  const most = MIN_SHARE * ours.size;
  if (ours.size >= MIN_CALLS && sharedBy(ours, theirs) < most && theirs.size < most) {
    return true;
  }
  const [words, wordsNow] = [wordsIn(before), wordsIn(now)];
  const different = new Set(words);
  if (different.size < MIN_WORDS) return false;
  const share = sharedBy(different, new Set(wordsNow)) / different.size;
  const isHull = wordsNow.length < HULL * words.length;
  return share < (isHull ? MIN_SHARE : MIN_WORDS_KEPT);
}

const sharedBy = (one: ReadonlySet<string>, other: ReadonlySet<string>): number =>
  [...one].filter((each) => other.has(each)).length;

/** The code of lines: without comments and strings. */
const codeIn = (lines: readonly string[], languageId: string): string =>
  scan(lines, languageId)
    .map(({ code, isComment }) => (isComment ? '' : code))
    .join('\n');

function callsIn(code: string): Set<string> {
  const called = [...(code.match(CALL) ?? []), ...(code.match(END) ?? [])];
  return new Set(called.filter((name) => !NO_CALLS.has(name)));
}

const wordsIn = (code: string): string[] => code.match(WORD) ?? [];
