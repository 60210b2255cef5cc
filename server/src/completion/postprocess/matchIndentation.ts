import {
  indentOf,
  indentTo,
  isLabelLine,
  opensBlock,
  stepsOf,
  USUAL_WIDTH,
  WIDTHS,
  widthOf,
} from '../syntax/indentation.ts';
import { marksOf } from '../syntax/marks.ts';
import type { AskedPlace } from './filter.ts';
import { matchSteps } from './matchSteps.ts';

/** Lines above and below that tell how a place is indented, and by how much lines step in. */
const LINES = 100;
const COMMENT = /^\s*(?:\/\/|\/?\*|#(?!include|define|if|el|en|un|pragma)|--|;;)/;
/** Lines nearby among which those of both kinds say that either will do. */
const NEARBY = 10;
const MIXED = 0.2;
/** Blocks on a page that tell how another one steps in. */
const ENOUGH_BLOCKS = 2;
/** Lines of a kind that are there by intent. */
const FEW = 2;
/** Languages that are always indented by tabs. */
const TABBED = /^(?:go|makefile)$/;
const FENCE = /^\s*(?:```|~~~)/;

/**
 * Indents as the code at that place does: with tabs, or with blanks, in steps as wide. The nearest indented line above decides
 * between tabs and blanks, for a document may hold text that is indented otherwise; where there is none, the cursor's blank line. Steps are changed only where every block of
 * the text then steps in as the document's do, and none did before.
 */
export function matchIndentation(text: string, asked: AskedPlace): string {
  if (!/\n[ \t]/.test(text)) return text;
  const around = linesAround(asked);
  const own = /^(?:\t| {2})\s*$/.test(asked.linePrefix) ? asked.linePrefix : undefined;
  const nearest = around.above.findLast(isIndented) ?? around.below.find(isIndented) ?? own;
  const nearby = [
    ...around.above.filter(isIndented).slice(-NEARBY),
    ...around.below.filter(isIndented).slice(0, NEARBY),
  ];
  const share = nearby.filter(isTabbed).length / Math.max(1, nearby.length);
  const isMixed = (share > MIXED && share < 1 - MIXED) || hasBoth(asked.document.lines, text);
  const hasTabs = TABBED.test(asked.document.languageId);
  if ((nearest === undefined || isMixed) && !hasTabs) return text;
  if (hasTabs || nearest?.startsWith('\t')) return toTabs(text, asked);
  const all = [...around.above, ...around.below].filter((line) => !line.startsWith('\t'));
  const steps = stepsOf(all, true);
  const known = steps.length > 0 ? steps : stepsOf(all, false);
  return toSteps(text, asked, [...known, ...stepHere(around.above)]);
}

/** True if a document is indented by tabs here and by blanks there, as the text may be, too: its model has seen that. */
function hasBoth(lines: readonly string[], text: string): boolean {
  if (!/\n\t/.test(text)) return false;
  const isCommon = (start: RegExp) => lines.filter((line) => start.test(line)).length >= FEW;
  return isCommon(/^\t/) && isCommon(/^ {2,}[^\s*]/);
}

/** The lines that tell; in Markdown those of the same block of code: others may be indented otherwise. */
function linesAround({ document: { lines, languageId }, position, linePrefix }: AskedPlace) {
  const above = [...lines.slice(Math.max(0, position.line - LINES), position.line), linePrefix];
  const below = lines.slice(position.line + 1, position.line + LINES);
  if (languageId !== 'markdown') return { above, below };
  const start = above.findLastIndex((line) => FENCE.test(line));
  const end = below.findIndex((line) => FENCE.test(line));
  const own = { above: above.slice(start + 1), below: end === -1 ? [] : below.slice(0, end) };
  const isTold = [...own.above, ...own.below].some(isIndented);
  return isTold ? own : { ...own, below: alikeBlocks(lines, above[start] ?? '') };
}

/** The lines of a page's blocks of code that begin with a fence, where all step in alike; else none. */
function alikeBlocks(lines: readonly string[], fence: string): string[] {
  const found: string[] = [];
  let isIn = false;
  for (const line of lines) {
    if (FENCE.test(line)) isIn = !isIn && line.trim() === fence.trim();
    else if (isIn) found.push(line);
  }
  const opened = found.filter(
    (line, index) => opensBlock(line) && isIndented(found[index + 1] ?? ''),
  );
  const hasTabs = lines.some(isTabbed);
  const isAlike = !hasTabs && opened.length >= ENOUGH_BLOCKS && stepsOf(found, true).length === 1;
  return isAlike ? found : [];
}

const isTabbed = (line: string): boolean => line.startsWith('\t');
const isIndented = (line: string): boolean => /^(?:\t| {2})\s*\S/.test(line);

/** Turns indentation of blanks alone into tabs, of the width that leads to where the text stands. */
function toTabs(text: string, { linePrefix, document: { languageId } }: AskedPlace): string {
  const lines = text.split('\n');
  const widths = lines
    .slice(1)
    .filter((line) => /^ +\S/.test(line))
    .map((line) => indentOf(line).length);
  const here = Math.floor(widthOf(indentOf(linePrefix), USUAL_WIDTH) / USUAL_WIDTH);
  const isBlock = opensBlock(linePrefix + lines[0], languageId);
  // Labels stand where what they belong to does.
  const isLabel = isLabelLine(lines.find((line) => /^ +\S/.test(line)) ?? '');
  const first = isLabel ? here : here + 1;
  const width =
    WIDTHS.find((each) => isBlock && first > 0 && widths[0] === each * first) ??
    WIDTHS.find((each) => widths.every((one) => one % each === 0)) ??
    USUAL_WIDTH;
  return text.replace(
    /\n( +)/g,
    (_, indent: string) => `\n${indentTo(indent.length, '\t', width)}`,
  );
}

/** By how much the last line steps in from the nearest above that is less indented. */
function stepHere(above: readonly string[]): number[] {
  const here = indentOf(above.at(-1) ?? '').length;
  const outer = above.findLast((line) => line.trim() !== '' && indentOf(line).length < here);
  return outer === undefined ? [] : [here - indentOf(outer).length];
}

/** Blanks for tabs, and steps as wide as the document's, `steps`, the most frequent first. */
function toSteps(text: string, asked: AskedPlace, steps: readonly number[]): string {
  const { linePrefix } = asked;
  const step = steps[0] ?? USUAL_WIDTH;
  const blanks = text.replace(
    /\n([ \t]*\t[ \t]*)/g,
    (_, indent: string) => `\n${' '.repeat(widthOf(indent, step))}`,
  );
  const mark = COMMENT.exec(linePrefix + text.slice(0, 3))?.[0].trim();
  const { lineComments, hasBlockComments } = marksOf(asked.document.languageId);
  const marks = [...lineComments, ...(hasBlockComments ? ['*', '/*'] : [])];
  if (mark !== undefined && marks.includes(mark)) return commented(blanks, mark, asked, steps);
  return matchSteps(blanks, asked, steps);
}

/** A comment's lines below each other, and the code behind a comment of line ends as the document steps in. */
function commented(
  text: string,
  mark: string,
  asked: AskedPlace,
  steps: readonly number[],
): string {
  const indent = indentOf(asked.linePrefix + text);
  const [first = '', ...rest] = text.split('\n');
  const end = rest.findIndex((line) => !line.trimStart().startsWith(mark.slice(0, 2)));
  const count = end === -1 ? rest.length : end;
  const own = rest.slice(0, count).map((line) => line.trimStart());
  if (mark.includes('*')) {
    return [first, ...own.map((line) => indent + line), ...rest.slice(count)].join('\n');
  }
  const last = [own.at(-1) ?? first, ...rest.slice(count)].join('\n');
  const linePrefix = own.length > 0 ? indent : asked.linePrefix;
  const code = matchSteps(last, { ...asked, linePrefix }, steps);
  return own.length === 0
    ? code
    : [first, ...own.slice(0, -1).map((line) => indent + line), indent + code].join('\n');
}
