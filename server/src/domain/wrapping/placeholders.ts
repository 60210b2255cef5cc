import { firstWord, type Layer, type Said } from './layer.ts';
import { isQuotedIn } from './quoted.ts';
import type { Standpoint } from './standpoint.ts';
import { Walk } from './walk.ts';

/** Where a model says that the cursor is. */
const CURSORS = ['CURSOR', 'CARET', 'USER_CURSOR'].flatMap((word) =>
  ['', '_HERE', 'HERE', '_POSITION', '_POS', '_LOCATION'].map((end) => word + end),
);
/** Words that a model leaves to be filled in; the text that it writes behind them goes with what they would be. */
const HOLES = (
  'FILL FILL_ME FILLME FILL_HERE FILL_IN FILL_IN_HERE FILL_THIS FILL_MIDDLE FILL_IN_THE_MIDDLE ' +
  'INSERT_HERE INSERT_CODE INSERT_CODE_HERE INSERT_COMPLETION_HERE COMPLETE_HERE COMPLETE_ME COMPLETE_THIS ' +
  'COMPLETION_HERE CODE_HERE YOUR_CODE_HERE MISSING_CODE'
).split(' ');
const WORDS = [...CURSORS, ...HOLES];
const MARK =
  /(?:(<{1,3})\/?(\w{4,24})\/?>{1,3}|(\[{1,2})(\w{4,24})\]{1,2}|(\{\{) ?(\w{4,24}) ?\}\}|(\u2588))/g;
/** The end of a text that may become one. */
const BEGUN = /(?:<{1,3}\/?(\w{0,24})\/?>{0,2}|\[{1,2}(\w{0,24})\]?|\{{1,2} ?(\w{0,24}) ?\}?)$/;
const MAX_LENGTH = 32;
/** An answer ends behind so many marks that were taken away; and so many at the most are looked at. */
const MAX_DROPPED = 100;
const MAX_MARKS = 1_000;
/** Other bars: a row of them is a picture. */
const BAR = /[\u2580-\u259f]/;
/** The beginning of such a mark. */
const SIGN = new RegExp(`[<[{]\\/? ?(?:${WORDS.join('|')})|\u2588`, 'i');
const SIGN_OR_BEGUN = new RegExp(`${SIGN.source}|${BEGUN.source}`, 'i');

/**
 * Takes away the marks that models write for the cursor, and ends an answer at a hole that it leaves. In strings, and where
 * the document or the answer itself has such a word, they are content.
 */
export const placeholdersLayer: Layer = {
  apply: dropPlaceholders,
  whole: SIGN,
  growing: SIGN_OR_BEGUN,
};

function dropPlaceholders(said: Said, at: Standpoint): Said {
  const { text, isOver } = said;
  const walk = new Walk(text, at);
  const kept: string[] = [];
  let from = 0;
  let isFirst = true;
  let marks = 0;
  for (const found of SIGN.test(text) ? text.matchAll(MARK) : []) {
    const [mark] = found;
    const word = found[2] ?? found[4] ?? found[6] ?? '';
    if (mark !== '\u2588' && !WORDS.includes(word.toUpperCase())) continue;
    if (++marks > MAX_MARKS) break;
    const { index } = found;
    const isContent =
      mark === '\u2588'
        ? isPicture(said, index, walk, at)
        : isMeant({ mark, word, index }, said, walk, at);
    if (isContent) continue;
    const part = text.slice(from, index);
    kept.push(part);
    if (kept.length > MAX_DROPPED) return { text: kept.join(''), isOver: true };
    isFirst &&= part.trim() === '';
    if (isContent === undefined) return { text: kept.join(''), isOver: false };
    from = index + mark.length;
    if (HOLES.includes(word.toUpperCase()) && !isFirst)
      return { text: kept.join(''), isOver: true };
  }
  if (from > 0) kept.push(text.slice(from));
  const rest = from === 0 ? text : kept.join('');
  return isOver ? { text: rest, isOver } : heldBack(rest);
}

/** A block in code is how a terminal draws its cursor. */
function isPicture(
  { text, isOver }: Said,
  index: number,
  walk: Walk,
  at: Standpoint,
): boolean | undefined {
  if (at.kind === 'prose' || at.holds('\u2588')) return true;
  if (walk.stateAt(index).inside !== 'code') return true;
  if (BAR.test(text.charAt(index - 1)) || BAR.test(text.charAt(index + 1))) return true;
  return index + 1 === text.length && !isOver ? undefined : false;
}

interface Mark {
  readonly mark: string;
  readonly word: string;
  readonly index: number;
}

/** True if a mark is content; `undefined` while what follows decides. */
function isMeant(
  { mark, word, index }: Mark,
  said: Said,
  walk: Walk,
  at: Standpoint,
): boolean | undefined {
  const { text, isOver } = said;
  if (at.holds(word) || text.slice(0, index).includes(word)) return true;
  if (/[a-z]/.test(word) && (at.hasElements || mark.startsWith('{'))) return true;
  const end = index + mark.length;
  const quoted = isQuotedIn(walk.stateAt(index), said, end, at);
  if (quoted !== false) return quoted;
  const before = index === 0 ? at.linePrefix.slice(-1) : text.charAt(index - 1);
  if (!/[\p{L}\p{N}_)\]]/u.test(before)) return false;
  // An index, or what a type is given.
  if (mark.startsWith('[') || firstWord(text, end) < text.length) return true;
  return isOver ? false : undefined;
}

function heldBack(text: string): Said {
  const tail = text.slice(-MAX_LENGTH);
  const found = BEGUN.exec(tail);
  const begun = (found?.[1] ?? found?.[2] ?? found?.[3] ?? '').toUpperCase();
  const mayBecome = found !== null && WORDS.some((word) => word.startsWith(begun));
  const length = mayBecome ? found[0].length : 0;
  return { text: text.slice(0, text.length - length), isOver: false };
}
