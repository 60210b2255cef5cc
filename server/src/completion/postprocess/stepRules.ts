import { areClosers } from '../syntax/closers.ts';
import { areLabelLines, areOpeners, indentOf, indentsOf } from '../syntax/indentation.ts';
import { type Marks, marksOf } from '../syntax/marks.ts';
import { isInComment, nestingOf } from '../syntax/nesting.ts';
import type { AskedPlace } from './filter.ts';

/** The end of a line whose statement or entry is over, and where words end statements. */
const ENDS = /[;},]\s*$/;
const WORD_ENDS = /[\p{L}\p{N}_)\]}"'`]\s*$/u;
const WORDY = /^(?:python|ruby|lua|javascript|typescript|elixir|julia)$/;
/** The end of a line of a condition that goes on at the same column, where a line above has opened it. */
const GOES_ON_BELOW = /(?:&&|\|\||\band|\bor)\s*$/;
/** The beginning of a line that goes on with the one before it. */
const GOES_ON = /^\s*(?:[.?:&|+*/=<>-]|and\b|or\b)/;
/** A loop or a condition, whose statement may stand on the next line. */
const CONTROL = /^\s*(?:[}\])]\s*)?(?:if|for|while|else|foreach|with|using)\b/;
/** An access specifier of C++ and its kin, which stands by its own rules, and the prompts of examples. */
const FREE = /^\s*(?:(?:public|private|protected|signals|slots)\b[^;{]*:|(?:>>>|\.\.\.)(?:\s|$))/;
/** The beginning of a block that ends the one above. */
const NEXT_BLOCK = /^\s*(?:else|elsif|elseif|elif|rescue|ensure|except|finally)\b/;
/** A line behind which arguments stand, each on its own line. */
const ARGUMENTS = /(?:\(|[\p{L}\p{N}_]<)\s*$/u;
/** How far above others are looked for, and how many tell that all step in alike. */
const ARGUMENT_LINES = 300;
const ENOUGH_ARGUMENTS = 4;
/** The entry of a list, a heading, a fence or a table in a page. */
const PAGE_ENTRY = /^\s*(?:[-*+>|#]|\d+[.)]\s|```|~~~)/;
/** The beginning of a list entry, up to its text. */
const LIST_MARKER = /^\s*(?:[-*+]|\d+[.)])\s+/;
/** Lines above among which the opener of a condition is looked for. */
const LINES_ABOVE = 5;

/** The indentation that a line must have, relative to an earlier line of the text; 0 is the cursor's. */
export interface Rule {
  /**
   * `in`: a step more; `deeper`: at least so much, behind an open parenthesis; `same`; `out`: less, for a closer; `level`: the
   * closer behind the cursor with its opener; `inside`: deeper, or under the first character of what was opened on the
   * cursor's line, in column `column`; `text`: under the first character of a paragraph, in column `column`.
   */
  readonly kind: 'in' | 'same' | 'out' | 'level' | 'deeper' | 'inside' | 'text';
  readonly from: number;
  readonly line: number;
  readonly column: number;
}

/** The rules of a text's lines at a cursor; none where nothing tells. */
export function rulesOf(lines: readonly string[], asked: AskedPlace): Rule[] {
  const { linePrefix, document, position } = asked;
  const { languageId } = document;
  const rules: Rule[] = [];
  const marks = marksOf(languageId);
  const first = linePrefix + (lines[0] ?? '');
  const opened = nestingOf(first, marks).open;
  // In a string brackets open nothing.
  const isInString = /^["'`]/.test(opened.at(-1) ?? '');
  const inside = opened.length === 0 ? undefined : insideOf(first, opened.length, marks);
  const all = [first, ...lines.slice(1)];
  const codes = all.map((line) => withoutComment(line, marks));
  const widths = indentsOf(all);
  const labels = areLabelLines(all);
  const openers = areOpeners(codes, languageId);
  const closers = areClosers(all, languageId);
  let from = 0;
  lines.forEach((text, line) => {
    if (line === 0 || text.trim() === '') return;
    const at = { from, line, column: 0 };
    const code = codes[from] ?? '';
    const isFirst = rules.length === 0 && from === 0;
    const isCode = from > 0 || !isInString;
    const before = all[from] ?? '';
    if (FREE.test(text) || labels[line]) {
      // These stand where they like.
    } else if (isCode && ARGUMENTS.test(code))
      rules.push({ kind: argumentsRule(document.lines, position), ...at });
    else if (isCode && openers[from] && !isProse(code, languageId)) {
      rules.push({ kind: closers[line] ? 'same' : 'in', ...at });
    } else if (!isCode && (widths[line] ?? 0) >= (widths[0] ?? 0)) {
      // In a string all is content.
    } else if (inside !== undefined && isFirst && !closers[line]) {
      rules.push({ ...at, kind: 'inside', column: inside });
    } else if (isFirst && isParagraph(before, text, asked)) {
      rules.push({ ...at, kind: 'text', column: textColumn(before) });
    } else if (isFirst && isOver({ code, next: text, isClosed: closers[line] === true }, asked)) {
      const isOut = closers[line] || NEXT_BLOCK.test(text);
      rules.push({ kind: isOut ? 'out' : 'same', ...at });
    }
    from = line;
  });
  if (inside === undefined && closesBehind(lines, asked)) {
    rules.push({ kind: 'level', from: 0, line: lines.length - 1, column: 0 });
  }
  return rules;
}

/** Arguments step in like blocks where all above do, else by a step at least. */
function argumentsRule(
  lines: readonly string[],
  { line }: { readonly line: number },
): 'in' | 'deeper' {
  const above = lines.slice(Math.max(0, line - ARGUMENT_LINES), line);
  const widths = indentsOf(above);
  const blocks: number[] = [];
  const own: number[] = [];
  above.forEach((text, index) => {
    const more = (widths[index + 1] ?? 0) - (widths[index] ?? 0);
    if (more <= 0) return;
    if (ARGUMENTS.test(text)) own.push(more);
    else if (/\{\s*$/.test(text)) blocks.push(more);
  });
  const isAlike = own.every((more) => more === own[0] && more === blocks[0]);
  return own.length >= ENOUGH_ARGUMENTS && isAlike ? 'in' : 'deeper';
}

/**
 * Column behind the innermost bracket that a line, with `depth` left open, leaves open with text behind it; `undefined` where it
 * leaves none.
 */
function insideOf(line: string, depth: number, marks: Marks): number | undefined {
  for (let at = line.length - 1; at >= 0; at--) {
    if (!'([{'.includes(line.charAt(at))) continue;
    if (nestingOf(line.slice(0, at), marks).open.length >= depth) continue;
    return line.slice(at + 1).trim() === '' ? undefined : at + 1;
  }
  return undefined;
}

/** Where a mark stands on a line. */
function placesOf(mark: string, line: string): number[] {
  const places: number[] = [];
  for (let at = line.indexOf(mark); at !== -1; at = line.indexOf(mark, at + mark.length))
    places.push(at);
  return places;
}

/** A line up to the comment that ends with it. */
function withoutComment(line: string, marks: Marks): string {
  const mayHaveOne = marks.lineComments.some((mark) => line.includes(mark));
  if (!mayHaveOne || !isInComment(nestingOf(line, marks))) return line;
  const starts = marks.lineComments.flatMap((mark) =>
    placesOf(mark, line).map((start) => ({ start, end: start + mark.length })),
  );
  const comment = starts
    .sort((one, other) => one.start - other.start)
    .find(({ end }) => isInComment(nestingOf(line.slice(0, end), marks)));
  return line.slice(0, comment?.start);
}

/** True for text for people that ends with a colon. */
const isProse = (line: string, languageId: string): boolean =>
  languageId === 'markdown' && /:\s*$/.test(line);

/** True for a line that goes on with a paragraph of a page. */
const isParagraph = (line: string, next: string, { document }: AskedPlace): boolean =>
  document.languageId === 'markdown' &&
  /[\p{L}\p{N},.;:)`]\s*$/u.test(line) &&
  !PAGE_ENTRY.test(next);

const textColumn = (line: string): number => (LIST_MARKER.exec(line)?.[0] ?? indentOf(line)).length;

/** True if the text ends with the indentation of a closer that follows, whose opener is on the cursor's line. */
function closesBehind(
  lines: readonly string[],
  { document, position, linePrefix }: AskedPlace,
): boolean {
  const isBlank = lines.length > 2 && lines.at(-1)?.trim() === '';
  if (!isBlank) return false;
  const behind = document.lines[position.line]?.slice(position.character) ?? '';
  if (!/^[)\]}]/.test(behind)) return false;
  return nestingOf(linePrefix, marksOf(document.languageId)).open.length > 0;
}

/** A line without its comment, the next one, and true if that begins with a closer. */
interface Ending {
  readonly code: string;
  readonly next: string;
  readonly isClosed: boolean;
}

/** True if a line ends a statement, an entry or a comment, so that the next one stands where it does. */
function isOver({ code, next, isClosed }: Ending, { document, position }: AskedPlace): boolean {
  const { languageId } = document;
  if (code.trim() === '') return true;
  if (CONTROL.test(code)) return false;
  const above = document.lines.slice(Math.max(0, position.line - LINES_ABOVE), position.line);
  const isFirstEntry = ARGUMENTS.test(above.findLast((each) => each.trim() !== '') ?? '');
  const ends =
    ENDS.test(code) ||
    isClosed ||
    NEXT_BLOCK.test(next) ||
    (isFirstEntry && GOES_ON_BELOW.test(code)) ||
    (WORDY.test(languageId) && WORD_ENDS.test(code) && !GOES_ON.test(next));
  return ends && nestingOf(code, marksOf(languageId)).open.length === 0;
}
