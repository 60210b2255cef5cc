import { LEFT_OUT } from './elisions.ts';

/** The beginnings of a comment that stands for code, dots aside. */
const STARTS = [
  ...['rest of', 'existing', 'remaining', 'previous', 'other', 'unchanged', 'same as', 'omitted'],
  ...['code unchanged', 'code omitted', 'code remains', 'code continues', 'more code', 'code here'],
];
/** Words before that say the same. */
const BEFORE = /^(?:(?:keep|all|the|your|any) )+/;
const BEFORE_WORDS = ['keep', 'all', 'the', 'your', 'any'];
const PART =
  '(?:code|functions?|methods?|class|file|implementation|component|body|module|logic|script|program|imports|fields|members|properties|tests|cases)';
const STATE =
  '(?:is |are |remains? |stays? |goes )?(?:unchanged|omitted|elided|the same|here|as (?:is|before|above))(?: (?:here|for brevity))?';
const PHRASES = [
  `rest of (?:(?:the|your|this|my) )?(?:[\\w-]+ )?${PART}(?:[ ,(]+${STATE}\\)?)?`,
  `(?:existing|remaining|previous|other) (?:[\\w-]+ )?${PART}[ ,(]+${STATE}\\)?`,
  `(?:code )?(?:unchanged|omitted|elided)(?: code| here| for brevity)?`,
  `(?:code )?(?:remains |stays )?(?:the )?same as (?:before|above)`,
];
const PHRASE = new RegExp(`^(?:${PHRASES.join('|')})[.]?$`, 'i');
/** The first words of all these. */
const FIRST_WORDS = [
  ...BEFORE_WORDS,
  ...['rest', 'existing', 'remaining', 'previous', 'other', 'unchanged', 'omitted', 'elided'],
  ...['code', 'remains', 'stays', 'same', 'more'],
];
/** The source of a pattern, with the flags `iu`, for the beginning of every comment that `standsForCode`. */
export const LEFT_OUT_BEGINNING = `(?:\\.{3}|\\u2026|${FIRST_WORDS.join('|')})`;
/** Likewise, of every one that `mayStandForCode`, unless it is empty: dots, a word, or the beginning of one and no more. */
export const MAY_BE_LEFT_OUT_BEGINNING = `(?:[.\\u2026]|${FIRST_WORDS.join('|')}|(?:${FIRST_WORDS.map(begun).join('|')})(?![a-z]))`;

const DOTS_BEFORE = /^(?:\.{3,}|\u2026)\s*/;
const DOTS_BEHIND = /(?<!\s)\s*(?:(?<!\.)\.{3,}|\u2026)$/;
/** Longer comments say more than that. */
const MAX_LENGTH = 100;
const MAX_WORDS = 8;

/**
 * True for a comment, without its marks, that stands for code and says nothing else: `...`, `... existing code ...`, `rest of
 * the code unchanged`. It is surer than `isElision`, which may err where it is asked: here comments of people stay.
 */
export function standsForCode(comment: string): boolean {
  const text = comment.trim();
  if (text.length > MAX_LENGTH) return false;
  const behind = text.replace(DOTS_BEFORE, '');
  const bare = behind.replace(DOTS_BEHIND, '');
  if (bare === '' || bare.split(/\s+/).length > MAX_WORDS) return bare !== text && bare === '';
  if (behind !== text) return bare !== behind || LEFT_OUT.test(bare);
  const words = bare.toLowerCase().replace(BEFORE, '');
  if (bare !== behind) return STARTS.some((start) => words.startsWith(start));
  return PHRASE.test(words);
}

/** True for the beginning of a comment that may become such a one. */
export function mayStandForCode(comment: string): boolean {
  const text = comment.trimStart().toLowerCase();
  if (text === '' || /^(?:\.|\u2026)/.test(text)) return text.length <= MAX_LENGTH;
  if (text.length > MAX_LENGTH || BEFORE_WORDS.some((word) => word.startsWith(text))) {
    return text.length <= MAX_LENGTH;
  }
  const words = text.replace(BEFORE, '');
  return (
    STARTS.some((start) => start.startsWith(words) || words.startsWith(start)) ||
    BEFORE_WORDS.some((word) => word.startsWith(words))
  );
}

/** The source of a pattern for a word's beginnings. */
function begun(word: string): string {
  return [...word].reduceRight((rest, letter) => `${letter}(?:${rest})?`, '');
}
