import type { Standpoint } from './standpoint.ts';

/** Blank of SentencePiece (Kudo, Richardson 2018), and blank and line end of GPT-2's bytes (Radford and others 2019). */
const SENTENCE_PIECE = '\u2581';
const BYTE_BLANK = '\u0120';
const BYTE_LINE_END = '\u010a';
/** Other bars of the row that the first of them belongs to: such a row is a picture. */
const BAR = /[\u2580-\u259f]/;

interface Step {
  readonly keep: string;
  readonly length: number;
}

/**
 * The blanks that a tokenizer's mark at a place stands for, `wait` while what follows decides; `undefined` for any other
 * character.
 */
export function blankOf(
  text: string,
  from: number,
  isOver: boolean,
  kept: string,
  { linePrefix }: Standpoint,
): Step | 'wait' | undefined {
  const mark = text.charAt(from);
  const before = (kept === '' ? linePrefix : kept).slice(-1);
  if (mark === SENTENCE_PIECE) return pieceAt(text, from, isOver, kept, before);
  if (mark !== BYTE_BLANK && mark !== BYTE_LINE_END) return undefined;
  // In Maltese they are capital letters, at the beginning of words and among other capitals.
  if (!isOver && from + 1 === text.length) return 'wait';
  const former = from === 0 ? linePrefix.slice(-1) : text.charAt(from - 1);
  const isMark = former === BYTE_BLANK || former === BYTE_LINE_END;
  const isLetter =
    /[\s"'>(]/.test(former) ||
    (!isMark && /\p{Lu}/u.test(former) && /\p{Lu}/u.test(text.charAt(from + 1)));
  if (isLetter) return { keep: mark, length: 1 };
  return { keep: mark === BYTE_BLANK ? ' ' : '\n', length: 1 };
}

function pieceAt(
  text: string,
  from: number,
  isOver: boolean,
  kept: string,
  before: string,
): Step | 'wait' {
  let end = from + 1;
  while (text.charAt(end) === SENTENCE_PIECE) end++;
  if (end === text.length && !isOver) return 'wait';
  const run = text.slice(from, end);
  const next = text.charAt(end);
  const isPicture = BAR.test(before) || BAR.test(next);
  const isQuoted = /["'`]/.test(before) && (kept !== '' || /["'`]/.test(next));
  if (isPicture || isQuoted) return { keep: run, length: run.length };
  // A tokenizer puts one before the first word.
  const isFirst = kept === '' && (before === '' || /[\s([{"'`.]/.test(before));
  return { keep: ' '.repeat(run.length - (isFirst ? 1 : 0)), length: run.length };
}
