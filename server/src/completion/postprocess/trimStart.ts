import { isCloser } from '../syntax/closers.ts';
import { indentOf, indentTo, opensBlock, USUAL_WIDTH, widthOf } from '../syntax/indentation.ts';
import { marksOf } from '../syntax/marks.ts';
import type { AskedPlace } from './filter.ts';
import { Seam } from './seam.ts';

/** Lines above that tell how a line is indented, and whether a blank stands behind openers. */
const STYLE_LINES = 20;
/** The beginning of a line that stands further out than the one above, beside closers. */
const ENDS_BLOCK =
  /^(?:(?:else|elsif|elseif|elif|rescue|ensure|except|finally)\b|case\b.*:|default\s*:|when\b.*)/;
const BLANK_LINES = /^(?:[ \t]*\n)+/;
/** The beginning of every text that is changed on a blank line. */
export const BLANK_START = /^[ \t\n]/;

/**
 * Removes white space that stands already, or does not belong, where a text meets the text before the cursor: behind white
 * space all of it; on a blank line blank lines and the indentation that stands; behind an opening bracket or a dot a blank.
 */
export function trimStart(text: string, { document, position, linePrefix }: AskedPlace): string {
  if (linePrefix.trim() === '') {
    const own = text.replace(BLANK_LINES, '');
    const above = aboveOf({ document, position });
    const isRest =
      isWithinIndentation(own, linePrefix, above) &&
      !saysIndentAgain(own, linePrefix, document.languageId);
    return isRest ? own : onBlankLine(own, linePrefix);
  }
  const lead = indentOf(text);
  if (lead === '' || text[lead.length] === '\n') return text;
  // Among several blanks a word is put where others stand.
  if (/\S[ \t]$/.test(linePrefix)) {
    return areDoubled(linePrefix, around(document.lines, position.line))
      ? text
      : text.slice(lead.length);
  }
  const isMirrored = !text.trim().includes('\n') && /\s$/.test(text);
  const last = linePrefix.charAt(linePrefix.length - 1);
  const isShell = document.languageId === 'shellscript';
  const isTest = isShell && /(?:^|[\s[])\[$/.test(linePrefix) && !text.startsWith(' [');
  // A shell's own parentheses, and a set that begins with an escape.
  if (/\\\($/.test(linePrefix) || /^ \\[trnfvs]/.test(text)) return text;
  if (!'([.'.includes(last) || lead.length > 1 || isMirrored || isTest) return text;
  const lineSuffix = document.lineAt(position.line).slice(position.character);
  const seam = new Seam(linePrefix, lineSuffix, marksOf(document.languageId));
  // A set of characters may begin with a blank.
  const isSet = last === '[' && seam.startsInString;
  const isRow = /\S {2,}\S/.test(text.split('\n', 1)[0] ?? '');
  if (isSet || isRow) return text;
  // In a shell a bracket behind a word, or before another one, is no test.
  if (isShell && last === '[') return text.slice(lead.length);
  const above = document.lines.slice(Math.max(0, position.line - STYLE_LINES), position.line);
  const isUsual = last !== '.' && above.some((line) => line.includes(`${last} `));
  return isUsual ? text : text.slice(lead.length);
}

const around = (lines: readonly string[], line: number): readonly string[] =>
  lines.slice(Math.max(0, line - STYLE_LINES), line + STYLE_LINES);

/** True if more often two blanks than one stand nearby behind what stands before the cursor's blank: behind sentences, say. */
function areDoubled(linePrefix: string, lines: readonly string[]): boolean {
  const mark = linePrefix.trimEnd().slice(-1);
  if (!/[.#,:;/?!]/.test(mark)) return false;
  const times = (behind: RegExp) =>
    lines.filter((line) => line.split(mark).some((rest, index) => index > 0 && behind.test(rest)))
      .length;
  return times(/^ {2,}\S/) > times(/^ \S/);
}

/** True if only a text's second line, which has not come, will tell whether its first is meant to step in. */
export function mayStepIn(text: string, { document, position, linePrefix }: AskedPlace): boolean {
  if (linePrefix === '' || linePrefix.trim() !== '') return false;
  const own = text.replace(BLANK_LINES, '');
  const above = aboveOf({ document, position });
  if (indentOf(own) === '' || /\n[^\S\n]*\S/.test(own.trimStart())) return false;
  const isBeside = widthOf(indentOf(above), USUAL_WIDTH) === widthOf(linePrefix, USUAL_WIDTH);
  const isAmbiguous = indentOf(own) === linePrefix && isWithinIndentation(own, linePrefix, above);
  return isAmbiguous || (isBeside && opensBlock(above));
}

function aboveOf({ document, position }: Pick<AskedPlace, 'document' | 'position'>): string {
  const nearby = document.lines.slice(Math.max(0, position.line - STYLE_LINES), position.line);
  return nearby.findLast((line) => line.trim() !== '') ?? '';
}

/** True if the cursor is in the midst of the indentation that its line is likely to have, and the text brings the rest. */
function isWithinIndentation(text: string, linePrefix: string, above: string): boolean {
  // The lines of a long comment stand a blank behind what they are about.
  const outer = widthOf(indentOf(above), USUAL_WIDTH) - (/^\s+\*/.test(above) ? 1 : 0);
  const here = widthOf(linePrefix, USUAL_WIDTH);
  const whole = here + widthOf(indentOf(text), USUAL_WIDTH);
  if (linePrefix === '' || here === whole) return false;
  if (here === outer) return opensBlock(above) && goesOnAt(whole, text);
  const isDeeper = whole > outer && whole <= outer + 2 * USUAL_WIDTH && opensBlock(above);
  return (whole === outer || isDeeper) && here < outer + (isDeeper ? 2 : 0);
}

/**
 * True if a text begins with the indentation that stands, rather than with the rest of a deeper one: its first line ends a
 * block, or the second stands where only that leaves it.
 */
function saysIndentAgain(text: string, linePrefix: string, languageId: string): boolean {
  if (indentOf(text) !== linePrefix) return false;
  const [first = '', ...rest] = text.slice(linePrefix.length).split('\n');
  if (ENDS_BLOCK.test(first) || isCloser(first, languageId)) return true;
  const next = rest.find((line) => line.trim() !== '');
  if (next === undefined || isCloser(next, languageId)) return false;
  const here = widthOf(linePrefix, USUAL_WIDTH);
  const most = opensBlock(first, languageId) ? here + widthOf(linePrefix, USUAL_WIDTH) : here;
  return widthOf(indentOf(next), USUAL_WIDTH) <= most;
}

/** True if the line behind a text's first, which opens nothing, is that deep: then the first belongs there, too. */
function goesOnAt(width: number, text: string): boolean {
  const [first = '', ...rest] = text.split('\n');
  const next = rest.find((line) => line.trim() !== '');
  if (next === undefined || opensBlock(first)) return false;
  return widthOf(indentOf(next), USUAL_WIDTH) === width;
}

function onBlankLine(text: string, linePrefix: string): string {
  const lead = indentOf(text);
  const content = text.slice(lead.length);
  if (lead.startsWith(linePrefix) && lead.length - linePrefix.length !== 1) {
    return lead.slice(linePrefix.length) + content;
  }
  const missing = widthOf(lead, USUAL_WIDTH) - widthOf(linePrefix, USUAL_WIDTH);
  // A single blank is how models begin a word, but for the lines of a long comment.
  if (missing === 1 && content.startsWith('*')) return text;
  if (missing <= 1) return content;
  return indentTo(missing, linePrefix.startsWith('\t') ? '\t' : USUAL_WIDTH, USUAL_WIDTH) + content;
}
