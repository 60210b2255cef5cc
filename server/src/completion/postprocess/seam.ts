import type { Cursor } from '../cursor.ts';
import { indentOf } from '../syntax/indentation.ts';
import { commentMarks, type Marks, marksOf } from '../syntax/marks.ts';
import { isInComment, type Nesting, nestingOf, type Open } from '../syntax/nesting.ts';
import { BRACKETS, holds, type Meeting, withoutRepeats } from './repeats.ts';

/** Characters of a line that are read, and closers that are tried: longer lines were not written by hand. */
const MAX_LENGTH = 4_000;
const MAX_CLOSERS = 40;
/** Closers, which may be covered although the text does not say them. */
const CLOSERS = /^[)\]}"'`;,>]*$/;
/** The margin before a line's text: white space, and a comment's marks. */
const MARGIN = /^\s*(?:(?:\/\/[/!]?|\*|#|--)[ \t]*)*/;
/** The end of a text in a comment whose last line has marks alone, and the blanks behind them. */
const BARE_MARK = /\n[ \t]*(?:\/\/[/!]?|\*|#|--)(?:[ \t]+(?:\/\/|#|--))?[ \t]*$/;
/** The same with line breaks behind it. */
const BROKEN_MARK = /(\n[ \t]*(?:\/\/[/!]?|\*|#|--)[ \t]+)\n\s*$/;
/** The end of a line that goes on. */
const UNFINISHED = /[,\\=+*/&|<>?:.([{-]\s*$/;
/** A line of a long comment. */
const STARRED = /^\s*\*(?:\s|$)/;
/** A block's first line has nothing but, in some languages, its parameters. */
const BLOCK_START =
  /^[ \t]*(?:\n|(?:\|[^|\n]{0,80}\||(?! )[\p{L}\p{N}_$ ,:()]{1,80}->|(?<= )->)[ \t]*\n)/u;
const QUOTE = /^["'`]/;
/** The end of a tag that opens. */
const OPENING_TAG = /<[\p{L}][^<>]*[^</>]>$|<\p{L}?>$/u;

/** Where a text meets the rest of the cursor's line, which is read once for every try. */
export class Seam {
  readonly #linePrefix: string;
  readonly #suffix: string;
  readonly #marks: Marks;
  readonly #isInComment: boolean;
  readonly #before: Nesting;
  /** How much the line closes too much as it is: no text is to make it worse. */
  readonly #errors: number;
  /** Ends of the closers in the suffix, in order: how much of it may be covered. */
  readonly #borders: readonly number[];
  /** The text read last: most are asked about several times in a row. */
  #last: { readonly text: string; readonly nesting: Nesting } | undefined;

  constructor(wholePrefix: string, suffix: string, marks: Marks) {
    const linePrefix = nearest(wholePrefix);
    this.#linePrefix = linePrefix;
    this.#suffix = suffix;
    const read = nestingOf(linePrefix, marks);
    // In a comment all lines are read as text for people.
    this.#isInComment = isInComment(read) || (marks.hasBlockComments && STARRED.test(linePrefix));
    this.#marks = this.#isInComment ? commentMarks : marks;
    const { open } = this.#isInComment ? nestingOf(linePrefix, commentMarks) : read;
    this.#before = { open, firm: open.length, outer: [], unmatched: 0, later: 0, strays: 0 };
    const alone = this.#read(suffix.slice(0, MAX_LENGTH));
    this.#errors = errorsOf(alone);
    this.#borders = [0, ...alone.outer.slice(0, MAX_CLOSERS).map(({ end }) => end)];
  }

  /** The longest beginning of a text that fits, without what it repeats of the suffix, and how much that covers. */
  meet(text: string): Meeting {
    const { outer } = this.#read(text);
    const ends = [
      text.length,
      this.#commentStart(text),
      ...outer
        .slice(0, MAX_CLOSERS)
        .map(({ start }) => start)
        .reverse(),
    ];
    for (const end of ends) {
      const kept = text.slice(0, end);
      const covered = this.#coverOf(kept);
      if (covered === undefined) continue;
      const closes = covered > 0 || end < text.length;
      return withoutRepeats({ kept, covered, closes }, this.#suffix, (part) => this.#read(part));
    }
    return { kept: text, covered: 0, closes: true };
  }

  /** The longest beginning of a text that leaves nothing open of its own; '' where there is none. */
  balanced(text: string): string {
    let end = text.length;
    while (end > 0 && this.leavesOpen(text.slice(0, end))) end--;
    return text.slice(0, end);
  }

  /** True if a text leaves something of its own open. */
  leavesOpen(text: string): boolean {
    const count = (open: readonly Open[]) => open.filter((each) => !each.startsWith('<')).length;
    if (count(this.#read(text).open) > count(this.#before.open)) return true;
    // In a string brackets come in pairs, too.
    return BRACKETS.some(
      ([opener, closer]) => text.split(opener).length > text.split(closer).length,
    );
  }

  /**
   * How many more closers too many, and strings left open, the line has with a text than without it; one more where its end has
   * to go. What is open may be closed by what is still to come.
   */
  imbalance(text: string): number {
    const { kept, covered } = this.meet(text);
    const score = (line: string) => errorsOf(nestingOf(line, this.#marks));
    const line = this.#linePrefix + kept + this.#suffix.slice(covered);
    const isCut = kept.trimEnd().length < text.trimEnd().length && covered === 0;
    return Math.max(0, score(line) - score(this.#linePrefix + this.#suffix)) + (isCut ? 1 : 0);
  }

  /** True if the first line of a text leaves more open than another's, which leaves the cursor's line as balanced as it is. */
  opensMore(text: string, other: string): boolean {
    const openBehind = (added: string) =>
      nestingOf(this.#linePrefix + (added.split('\n', 1)[0] ?? '') + this.#suffix, this.#marks).open
        .length;
    const first = other.split('\n', 1)[0] ?? '';
    if (UNFINISHED.test(first)) return false;
    return openBehind(first) <= openBehind('') && openBehind(text) > openBehind('');
  }

  /** True if a text of several lines leaves more open than another, with which the line is as balanced as without it. */
  leavesMore(text: string, other: string): boolean {
    const openWith = (added: string) =>
      nestingOf(this.#linePrefix + added + this.#suffix, this.#marks).open.length;
    const usual = openWith('');
    return text.includes('\n') && openWith(other) === usual && openWith(text) > usual;
  }

  /**
   * Without blanks at the end; they stay in strings and braces, where they belong to what is written; elsewhere where a blank
   * stands, or comes, behind the opener before the cursor, behind a comma, and in a row that is aligned by blanks.
   */
  trimEnd({ kept, covered }: Pick<Meeting, 'kept' | 'covered'>): string {
    const trimmed = kept.trimEnd();
    const rest = this.#suffix.slice(covered);
    if (!/^\S/.test(rest)) return trimmed;
    if (trimmed.includes('\n')) return this.#endsBeforeRest(kept) ? kept : trimmed;
    const line = trimmed + indentOf(kept.slice(trimmed.length));
    const isExact = this.#isInString(line) || /^["'`}]/.test(rest);
    // As many as stand in front, where the two belong together.
    const lead = indentOf(line).length || blanksAtEnd(this.#linePrefix).length;
    if (lead > 0 && !/\S {2,}\S/.test(trimmed)) return line.slice(0, trimmed.length + lead);
    const isAligned = trimmed.endsWith(',') || line.endsWith('  ') || /\S {2,}\S/.test(line);
    return isExact || isAligned ? line : trimmed;
  }

  /**
   * The rest of the suffix as it comes behind a text of several lines: on a line of its own where the text is the block that
   * the cursor's line opens, unless its closer stands behind the last word in the blocks above: `hugs`.
   */
  tailOf({ kept, covered }: Meeting, hugs: (opener: string) => boolean): string {
    const rest = this.#suffix.trimEnd().slice(covered);
    if (rest.trim() === '') return '';
    if (this.#endsBeforeRest(kept)) return rest;
    const isBlock = BLOCK_START.test(kept) && '([{'.includes(this.#opener);
    const said = kept.trimEnd();
    const isEnded = kept.includes('\n', said.length) && !hugs(this.#opener);
    const isOwnBlock = isBlock && (said.endsWith(',') || isEnded || this.#opener === '{');
    const isOwnLine = isOwnBlock || (/^[ \t]*\n/.test(kept) && this.#isInTags(rest));
    const isHidden = this.endsInComment(kept);
    const margin = this.#isInComment ? MARGIN : /^\s*/;
    const indent = margin.exec(this.#linePrefix)?.[0] ?? '';
    if (!isOwnLine && !isHidden) return rest;
    // Blanks behind a cursor that stands in the margin are the line's own.
    return `\n${indent}${indent === this.#linePrefix ? rest : rest.trimStart()}`;
  }

  /** True if what follows comes on a line of its own: behind several lines, or a comment that is a line. */
  #isOwnLine = (text: string): boolean =>
    text.trimEnd().includes('\n') || this.#linePrefix.trim() === '';

  /** True if the cursor is right behind a tag that opens, and before one that closes. */
  #isInTags = (rest: string): boolean =>
    this.#marks.hasTags && rest.startsWith('</') && OPENING_TAG.test(this.#linePrefix.trimEnd());

  get #opener(): string {
    return this.#linePrefix.trimEnd().slice(-1);
  }

  /** True if a text of several lines ends right where the rest goes on: behind a comment's marks, or a blank in braces. */
  #endsBeforeRest = (text: string): boolean =>
    (this.#isInComment && BARE_MARK.test(text)) || (this.#opener === '{' && /\S[ \t]$/.test(text));

  /** True if a text ends in a comment that it has begun. */
  endsInComment = (text: string): boolean => !this.#isInComment && isInComment(this.#read(text));

  /** Where the comment begins in which a text ends; its end where there is none. */
  #commentStart(text: string): number {
    if (!this.endsInComment(text)) return text.length;
    const starts = this.#marks.lineComments.map((mark) => text.lastIndexOf(mark));
    return Math.max(0, ...starts);
  }

  #read(text: string): Nesting {
    if (this.#last?.text !== text) {
      this.#last = { text, nesting: nestingOf(text, this.#marks, this.#before) };
    }
    return this.#last.nesting;
  }

  /** Without the line breaks behind the marks of a comment's last line: what follows comes behind these. */
  withoutBreaks(text: string): string {
    return this.#isInComment ? text.replace(BROKEN_MARK, '$1') : text;
  }

  /** True if the cursor is in a string. */
  get startsInString(): boolean {
    return !this.#isInComment && isQuote(this.#before.open.at(-1));
  }

  #isInString(text: string): boolean {
    return isQuote(this.#before.open.at(-1)) && isQuote(this.#read(text).open.at(-1));
  }

  /** The least that must be covered so that no more is closed than without the text; `undefined` where nothing helps. */
  #coverOf(text: string): number | undefined {
    const nesting = this.#read(text);
    // What follows must not become part of a comment; behind several lines it comes on a line of its own.
    const isSwallowed = this.endsInComment(text);
    const isOwnLine = isSwallowed && this.#isOwnLine(text);
    const closed = this.#closedInsertions(nesting);
    const errorsBehind = (border: number) => {
      const rest = (isOwnLine ? '\n' : '') + this.#suffix.slice(border, MAX_LENGTH);
      const isLost = isSwallowed && !isOwnLine && rest.trim() !== '';
      const behind = nestingOf(rest, this.#marks, nesting);
      // What closes earlier lines leaves nothing for the rest of this one to close.
      const later = behind.outer.length === 0 ? nesting.later : 0;
      const isDoubled = closed.includes(rest.charAt(0));
      const isFault = isLost || isDoubled || this.#opensAgain(rest, behind);
      return nesting.unmatched - later + errorsOf(behind) + (isFault ? 1 : 0);
    };
    return this.#borders.find(
      (border) => errorsBehind(border) <= this.#errors && this.#says(text, border),
    );
  }

  /** True if a string of three quotes in which the cursor is has been closed, and what follows opens it again. */
  #opensAgain(rest: string, { open }: Nesting): boolean {
    const quote = this.#before.open.at(-1) ?? '';
    return quote.length === 3 && isQuote(quote) && rest.startsWith(quote) && open.at(-1) === quote;
  }

  /** The closers of code in a string that a text has closed, so that it ends in the string. */
  #closedInsertions({ open }: Nesting): string[] {
    const closed = this.#before.open.slice(open.length);
    if (!isQuote(open.at(-1)) || closed.some(isQuote)) return [];
    return closed.flatMap((opener) => BRACKETS.find(([each]) => opener.includes(each))?.[1] ?? []);
  }

  /** True if what would be covered is closers alone, in their order, or stands in the text as it is. */
  #says(text: string, border: number): boolean {
    const covered = this.#suffix.slice(0, border);
    const bare = withoutBlanks(covered);
    if (!CLOSERS.test(bare) && !withoutBlanks(text).includes(bare)) return false;
    return holds(text, covered);
  }
}

const seams = new WeakMap<SeamPlace, Seam>();

/** The part of a cursor that a seam depends on. */
type SeamPlace = Pick<Cursor, 'linePrefix' | 'lineSuffix' | 'document'>;

/** The seam at a cursor; the same one as long as it is the same. */
export function seamOf(cursor: SeamPlace): Seam {
  const known = seams.get(cursor);
  if (known !== undefined) return known;
  const { linePrefix, lineSuffix, document } = cursor;
  const seam = new Seam(linePrefix, lineSuffix, marksOf(document.languageId));
  seams.set(cursor, seam);
  return seam;
}

const blanksAtEnd = (text: string): string => text.slice(text.trimEnd().length);

/** A line's indentation and its end: more of a long line says little, and takes long to read. */
const nearest = (linePrefix: string): string =>
  linePrefix.length <= MAX_LENGTH ? linePrefix : linePrefix.slice(-MAX_LENGTH);

const isQuote = (open: Open | undefined): boolean => open !== undefined && QUOTE.test(open);

/** Closers too many, and strings of one line that are left open. */
const errorsOf = ({ unmatched, strays, open }: Nesting): number =>
  unmatched + strays + open.filter((each) => each.length === 1 && isQuote(each)).length;

const withoutBlanks = (text: string): string => text.replaceAll(/\s+/g, '');
