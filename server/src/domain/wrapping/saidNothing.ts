import { isStatement } from './json.ts';
import { type Layer, NOTHING, NOTHING_YET, type Said } from './layer.ts';
import type { Standpoint } from './standpoint.ts';

/** The words that models write, in brackets, where there is nothing to write. */
const WORDS = [
  ...['empty', 'empty string', 'empty line', 'empty response', 'empty output', 'empty completion'],
  ...['nothing', 'nothing needed', 'nothing to add', 'blank', 'blank line', 'n/a', 'none needed'],
  ...['no completion', 'no completion needed', 'no code', 'no code needed', 'no output', 'no text'],
  ...['no change', 'no changes', 'no changes needed', 'no suggestion', 'no insertion', 'no answer'],
];
const BRACKETED = /^[[(<{]([^[\](){}<>]{1,24})(?:[\])>}]([.;]?))?$/;
/** Values that are no statement. */
const VALUES = ['null', 'undefined', 'None', 'nil', 'NULL', 'N/A'];
/** Languages in which a block has no value of its own. */
const HAS_STATEMENTS =
  /^(?:javascript|typescript)(?:react)?$|^(?:java|csharp|c|cpp|go|php|python)$/;
/** Words behind which a value may stand on the next line. */
const BEFORE_VALUE = /\b(?:else|return|in|is|and|or|not|yield|await)$/;
/** Few words in brackets, or what begins as a value does. */
const SIGN = /^\s*(?:[[(<{][^[\](){}<>]{0,24}(?:[\])>}][.;]?)?|[nuN][\w/]{0,8})\s*$/;

/** An answer that only says that there is none: `[empty]`, or `null` where a statement would begin. */
export const saidNothingLayer: Layer = { apply: dropNothing, whole: SIGN, growing: SIGN };

function dropNothing(said: Said, at: Standpoint): Said {
  const text = said.text.trim();
  if (at.kind !== 'code' || text === '' || text.length > 32) return said;
  const isNothing = isWord(text, said.isOver, at) || isValue(text, said.isOver, at);
  if (!isNothing) return said;
  return said.isOver ? NOTHING : NOTHING_YET;
}

/** True if a text is such a word, or, while it grows, may become one. */
function isWord(text: string, isOver: boolean, at: Standpoint): boolean {
  const found = BRACKETED.exec(text);
  const isClosed = /[\])>}][.;]?$/.test(text);
  if (found === null) return !isOver && /^[[(<{]$/.test(text);
  const word = (found[1] ?? '').trim().replaceAll(/[ _-]+/g, ' ');
  if (isClosed && at.holds(word)) return false;
  const said = word.toLowerCase();
  return isClosed ? WORDS.includes(said) : !isOver && WORDS.some((each) => each.startsWith(said));
}

function isValue(text: string, isOver: boolean, at: Standpoint): boolean {
  const isOne = isOver ? VALUES.includes(text) : VALUES.some((each) => each.startsWith(text));
  if (!isOne || !HAS_STATEMENTS.test(at.languageId) || !isStatement(at)) return false;
  return !BEFORE_VALUE.test(at.surroundings.before.trimEnd());
}
