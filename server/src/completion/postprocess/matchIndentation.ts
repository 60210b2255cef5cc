import type { LiveDocument } from '../../documents/liveDocument.ts';
import {
  areOpeners,
  indentOf,
  indentsOf,
  isLabelLine,
  lastStepOf,
  opensBlock,
  stepsOf,
  USUAL_WIDTH,
  WIDTHS,
  widthOf,
  withBlanks,
  withTabs,
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
/** A line, other than a text's first, that is indented. */
export const INDENTED = /\n[ \t]/;
const FENCE = /^\s*(?:```|~~~)/;

/**
 * Indents as the code at that place does: with tabs, or with blanks, in steps as wide. The nearest indented line above decides
 * between tabs and blanks, for a document may hold text that is indented otherwise; where there is none, the cursor's blank line. Steps are changed only where every block of
 * the text then steps in as the document's do, and none did before.
 */
export function matchIndentation(text: string, asked: AskedPlace): string {
  if (!INDENTED.test(text)) return text;
  const unit = unitOf(asked);
  if (unit === undefined) return text;
  const { document } = asked;
  if (/\n\t/.test(text) && !TABBED.test(document.languageId) && hasBoth(document)) return text;
  return unit === '\t' ? toTabs(text, asked) : toSteps(text, asked, unit);
}

/** How a place is indented: by tabs, or in steps of blanks, the most frequent first; `undefined` where nothing tells. */
type Unit = '\t' | readonly number[] | undefined;

const units = new WeakMap<AskedPlace, Unit>();

function unitOf(asked: AskedPlace): Unit {
  if (!units.has(asked)) units.set(asked, unitAround(asked));
  return units.get(asked);
}

function unitAround(asked: AskedPlace): Unit {
  if (TABBED.test(asked.document.languageId)) return '\t';
  const { above, below } = linesAround(asked);
  const own = /^(?:\t| {2})\s*$/.test(asked.linePrefix) ? asked.linePrefix : undefined;
  const nearest = above.findLast(isIndented) ?? below.find(isIndented) ?? own;
  const nearby = [
    ...above.filter(isIndented).slice(-NEARBY),
    ...below.filter(isIndented).slice(0, NEARBY),
  ];
  const share = nearby.filter(isTabbed).length / Math.max(1, nearby.length);
  const isMixed = share > MIXED && share < 1 - MIXED;
  if (nearest === undefined || isMixed) return undefined;
  if (nearest.startsWith('\t')) return '\t';
  const all = [...above, ...below].filter((line) => !line.startsWith('\t'));
  const steps = stepsOf(all, true);
  const usual = steps.length > 0 ? steps : stepsOf(all, false);
  const last = lastStepOf(above);
  return last === undefined ? usual : [...usual, last];
}

const bothIn = new WeakMap<LiveDocument, boolean>();

/** True if a document is indented by tabs here and by blanks there, as a text may be, too: its model has seen that. */
function hasBoth(document: LiveDocument): boolean {
  const known = bothIn.get(document);
  if (known !== undefined) return known;
  const isCommon = (start: RegExp) =>
    document.lines.filter((line) => start.test(line)).length >= FEW;
  const both = isCommon(/^\t/) && isCommon(/^ {2,}[^\s*]/);
  bothIn.set(document, both);
  return both;
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
  const openers = areOpeners(found);
  const opened = found.filter((_, index) => openers[index] && isIndented(found[index + 1] ?? ''));
  const hasTabs = lines.some(isTabbed);
  const isAlike = !hasTabs && opened.length >= ENOUGH_BLOCKS && stepsOf(found, true).length === 1;
  return isAlike ? found : [];
}

const isTabbed = (line: string): boolean => line.startsWith('\t');
const isIndented = (line: string): boolean => /^(?:\t| {2})\s*\S/.test(line);

/** Turns indentation of blanks alone into tabs, of the width that leads to where the text stands. */
function toTabs(text: string, { linePrefix, document: { languageId } }: AskedPlace): string {
  if (!text.includes('\n ')) return text;
  const lines = text.split('\n');
  const widths = indentsOf(lines.slice(1).filter((line) => /^ +\S/.test(line)));
  const here = Math.floor(widthOf(indentOf(linePrefix), USUAL_WIDTH) / USUAL_WIDTH);
  const isBlock = opensBlock(linePrefix + lines[0], languageId);
  // Labels stand where what they belong to does.
  const isLabel = isLabelLine(lines.find((line) => /^ +\S/.test(line)) ?? '');
  const first = isLabel ? here : here + 1;
  const width =
    WIDTHS.find((each) => isBlock && first > 0 && widths[0] === each * first) ??
    WIDTHS.find((each) => widths.every((one) => one % each === 0)) ??
    USUAL_WIDTH;
  return withTabs(text, width);
}

/** Blanks for tabs, and steps as wide as the document's, `steps`, the most frequent first. */
function toSteps(text: string, asked: AskedPlace, steps: readonly number[]): string {
  const { linePrefix } = asked;
  const blanks = text.includes('\t') ? withBlanks(text, steps[0] ?? USUAL_WIDTH) : text;
  const mark = COMMENT.exec(linePrefix + text.slice(0, 3))?.[0].trim();
  if (mark === undefined) return matchSteps(blanks, asked, steps);
  const { lineComments, hasBlockComments } = marksOf(asked.document.languageId);
  const marks = [...lineComments, ...(hasBlockComments ? ['*', '/*'] : [])];
  if (marks.includes(mark)) return commented(blanks, mark, asked, steps);
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
