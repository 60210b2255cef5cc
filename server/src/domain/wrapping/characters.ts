import type { Layer, Said } from './layer.ts';
import type { Standpoint } from './standpoint.ts';
import { blankOf } from './tokenBlanks.ts';
import { Walk } from './walk.ts';

/**
 * Something that this layer looks at: controls, directions, whatever is drawn as nothing (Unicode's property
 * `Default_Ignorable_Code_Point`), surrogates, blanks of tokenizers.
 */
const SPECIAL =
  /(?![\t\n])\p{Cc}|\p{DI}|[\u010a\u0120\u202a-\u202e\u2581\ufff9-\ufffb\ud800-\udfff]/u;
const BIDI = /[\u202a-\u202e\u2066-\u2069]/;
/** Says how the character before it is drawn: as a picture, or in another shape, as letters of Mongolian are. */
const SELECTOR = /[\ufe00-\ufe0f\u180b-\u180d\u180f]/;
/** Marks without width that are never part of a name, and directions: in code they make it read otherwise than it is run. */
const MARK = /\u034f|[\u00ad\u061c\u200b\u202a-\u202e\u2060-\u2069\ufeff]/;
const KEYCAP = '\u20e3';
const JOINER = /[\u200c\u200d]/;
/** Joins of Indic and Persian letters, and of pictures. */
const JOINED = /[\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}]/u;
/** Pictures that stand for regions, and the hidden letters that say which. */
const BLACK_FLAG = '\u{1f3f4}';
const isTag = (code: number): boolean => code >= 0xe0000 && code <= 0xe0fff;
const IGNORABLE = /\p{DI}/u;
/** So far a terminal's sequence is looked for; the longest that are used are addresses. */
const MAX_SEQUENCE_LENGTH = 300;

/**
 * Ends every line with LF, and takes away what nobody sees: control characters with the terminal's sequences that they
 * begin, marks without width, halves of characters. A text ends before a character that changes its direction, for what
 * follows is read otherwise than it is run. What the document itself holds stays, in code only what joins letters.
 */
export const unseenLayer: Layer = { apply: dropUnseen, whole: SPECIAL, growing: SPECIAL };

function dropUnseen(said: Said, at: Standpoint): Said {
  const first = said.text.search(SPECIAL);
  if (first === -1) return said;
  const { text, isOver } = said;
  const kept = [text.slice(0, first)];
  let before = text.slice(Math.max(0, first - 2), first);
  const walk = new Walk(text, at);
  for (let from = first; from < text.length; ) {
    const step = stepAt(said, from, before, walk, at);
    if (step === 'wait' || step === 'end') return { text: kept.join(''), isOver: step === 'end' };
    from += step.length;
    if (step.keep === '') continue;
    kept.push(step.keep);
    before = (before + step.keep).slice(-2);
  }
  return { text: kept.join(''), isOver };
}

interface Step {
  readonly keep: string;
  readonly length: number;
}

function stepAt(
  { text, isOver }: Said,
  from: number,
  before: string,
  walk: Walk,
  at: Standpoint,
): Step | 'wait' | 'end' {
  const character = text.charAt(from);
  if (!SPECIAL.test(character)) return runOfPlain(text, from);
  if (character === '\r') return { keep: '\n', length: text.charAt(from + 1) === '\n' ? 2 : 1 };
  const code = text.codePointAt(from) ?? 0;
  if (code >= 0xd800 && code <= 0xdfff) {
    const isHalf = !isOver && code < 0xdc00 && from + 1 === text.length;
    return isHalf ? 'wait' : { keep: '', length: 1 };
  }
  if (code > 0xffff) return pairAt(code, before);
  if (SELECTOR.test(character)) return selectorAt(text, from, isOver, before || at.linePrefix);
  const isKept = at.holds(character) && (!MARK.test(character) || !walk.isCodeAt(from));
  if (isKept) return { keep: character, length: 1 };
  // A page ends before some lines.
  const isPage =
    character === '\f' && (before === '' ? at.linePrefix === '' : before.endsWith('\n'));
  if (isPage) return { keep: character, length: 1 };
  if (BIDI.test(character)) return 'end';
  if (character === '\x1b') return sequenceAt(text, from, isOver);
  if (JOINER.test(character)) return joinerAt(text, from, isOver, before);
  return blankOf(text, from, isOver, before, at) ?? { keep: '', length: 1 };
}

function runOfPlain(text: string, from: number): Step {
  let end = from + 1;
  while (end < text.length && !SPECIAL.test(text.charAt(end))) end++;
  return { keep: text.slice(from, end), length: end - from };
}

/** Behind letters of ASCII it draws nothing, but for the digits and signs of keys. */
function selectorAt(text: string, from: number, isOver: boolean, before: string): Step | 'wait' {
  const last = before.slice(-1);
  if (last !== '' && last.charCodeAt(0) > 127) return { keep: text.charAt(from), length: 1 };
  const isKey = /[0-9#*]/.test(last);
  if (isKey && from + 1 === text.length && !isOver) return 'wait';
  const isDrawn = isKey && text.charAt(from + 1) === KEYCAP;
  return { keep: isDrawn ? text.charAt(from) : '', length: 1 };
}

function pairAt(code: number, before: string): Step {
  const last = lastCharacter(before).codePointAt(0) ?? 0;
  const isFlag = last === BLACK_FLAG.codePointAt(0) || isTag(last);
  const character = String.fromCodePoint(code);
  return { keep: IGNORABLE.test(character) && !isFlag ? '' : character, length: 2 };
}

/** ECMA-48: `ESC [`, parameters and a final letter; `ESC ]` up to a bell or `ESC \`; else one character more. */
function sequenceAt(text: string, from: number, isOver: boolean): Step | 'wait' {
  const introducer = text.charAt(from + 1);
  const last = Math.min(text.length, from + MAX_SEQUENCE_LENGTH);
  if (introducer !== '[' && introducer !== ']') {
    if (introducer === '' && !isOver) return 'wait';
    return { keep: '', length: /[@-_]/.test(introducer) ? 2 : 1 };
  }
  for (let end = from + 2; end < last; end++) {
    const character = text.charAt(end);
    const isEnd = introducer === '[' ? /[@-~]/.test(character) : character === '\x07';
    if (isEnd) return { keep: '', length: end + 1 - from };
    if (introducer === ']' && text.startsWith('\x1b\\', end)) {
      return { keep: '', length: end + 2 - from };
    }
    const isProper = introducer === '[' ? /[0-?\x20-/]/.test(character) : character !== '\x1b';
    if (!isProper && !(end + 1 === text.length && introducer === ']' && !isOver)) break;
    if (end + 1 === text.length && !isOver) return 'wait';
  }
  return text.length === from + 2 && !isOver ? 'wait' : { keep: '', length: 2 };
}

function joinerAt(text: string, from: number, isOver: boolean, before: string): Step | 'wait' {
  const last = lastCharacter(before);
  if (last === '' || last.charCodeAt(0) < 128 || !JOINED.test(last)) return { keep: '', length: 1 };
  const next = text.codePointAt(from + 1);
  const isHalf = next !== undefined && next >= 0xd800 && next <= 0xdbff;
  if ((next === undefined || isHalf) && !isOver) return 'wait';
  const isJoin = next !== undefined && next > 127 && JOINED.test(String.fromCodePoint(next));
  return { keep: isJoin ? text.charAt(from) : '', length: 1 };
}

function lastCharacter(text: string): string {
  const last = text.slice(-2);
  return (last.codePointAt(0) ?? 0) > 0xffff ? last : last.slice(-1);
}
