/** How code is indented: by tabs, or by so many blanks a step. */
export type IndentUnit = '\t' | number;

/** The opener of a block whose lines step in by one; brackets of other kinds may step by another width. */
const BLOCK_OPENER = /(?:[{[:]|\b(?:do|then|else|begin)|(?:\{|\bdo)\s*\|[^|]{0,80}\||=>|->)\s*$/;
/** Labels of C and its kin are indented by their own rules. */
const LABEL = /^\s*(?:public|private|protected|default|case\b[^{]{0,200}(?<!\s))\s*:\s*$/;
const LABELLED = /^\s*(?:case\b|default\s*:)/;
/** The openers of a shell's `case`, and of each case in it. */
const SHELL_OPENER = /^\s*(?:case\b.*\bin|[^()\s][^()]*\))\s*$/;
/** Where words open blocks, and an `end` closes them. */
const WORD_BLOCKS = /^(?:ruby|lua|elixir|julia|crystal)$/;
const WORD_OPENER =
  /^\s*(?:class|def|module|if|unless|while|until|case|when|begin|else|elsif|elseif|rescue|ensure|(?:local\s+)?function)\b/;
/** The end of a loop in Lua; in other languages its beginning. */
const LUA_END = /^\s*until\b/;
const MAX_STEP = 8;
/** Columns of a step, and of a tab, where nothing tells. */
export const USUAL_WIDTH = 4;
/** Widths of a step that models fall into, the likeliest first. */
export const WIDTHS = [4, 2, 8, 3];

/** True for a line that begins with a label of C and its kin: some languages let it stand where its block is opened. */
export const isLabelLine = (line: string): boolean => LABELLED.test(line);

/** Of each line, if it is one: see `isLabelLine`. */
export const areLabelLines = (lines: readonly string[]): boolean[] => lines.map(isLabelLine);

/** Of each line, if it opens a block: see `opensBlock`. */
export const areOpeners = (lines: readonly string[], languageId = ''): boolean[] =>
  lines.map((line) => opensBlock(line, languageId));

/** True if the line behind a line is likely to step in. */
export const opensBlock = (line: string, languageId = ''): boolean =>
  (BLOCK_OPENER.test(line) && !LABEL.test(line)) ||
  (languageId === 'shellscript' && SHELL_OPENER.test(line)) ||
  (WORD_BLOCKS.test(languageId) &&
    WORD_OPENER.test(line) &&
    !(languageId === 'lua' && LUA_END.test(line)) &&
    !/\bend\b\s*$/.test(line));

/** The blanks and tabs that a text begins with. */
export const indentOf = (line: string): string => /^[ \t]*/.exec(line)?.[0] ?? '';

/** How many blanks and tabs each line begins with. */
export const indentsOf = (lines: readonly string[]): number[] =>
  lines.map((line) => indentOf(line).length);

/** By how much the last line steps in from the nearest above that is less indented; `undefined` where there is none. */
export function lastStepOf(lines: readonly string[]): number | undefined {
  const here = indentOf(lines.at(-1) ?? '').length;
  const outer = lines.findLast((line) => line.trim() !== '' && indentOf(line).length < here);
  return outer === undefined ? undefined : here - indentOf(outer).length;
}

/** All steps in between neighbours, into blocks alone or anywhere, the most frequent first, the smaller of two as frequent. */
export function stepsOf(lines: readonly string[], isBlock: boolean): number[] {
  const steps = new Map<number, number>();
  let former = '';
  for (const line of lines) {
    if (line.trim() === '') continue;
    const step = indentOf(line).length - indentOf(former).length;
    const counts = step > 1 && step <= MAX_STEP && (!isBlock || opensBlock(former));
    if (counts) steps.set(step, (steps.get(step) ?? 0) + 1);
    former = line;
  }
  const sorted = [...steps].sort((one, other) => other[1] - one[1] || one[0] - other[0]);
  return sorted.map(([step]) => step);
}

/** Columns that white space takes, where a tab is as wide as `tabWidth` blanks. */
export const widthOf = (indent: string, tabWidth: number): number =>
  [...indent].reduce((width, character) => width + (character === '\t' ? tabWidth : 1), 0);

/** A text whose lines, the first left out, are indented by tabs where they were by blanks, of which `width` are one tab. */
export const withTabs = (text: string, width: number): string =>
  text.replace(/\n( +)/g, (_, indent: string) => `\n${indentTo(indent.length, '\t', width)}`);

/** Likewise by blanks where tabs were. */
export const withBlanks = (text: string, width: number): string =>
  text.replace(
    /\n([ \t]*\t[ \t]*)/g,
    (_, indent: string) => `\n${' '.repeat(widthOf(indent, width))}`,
  );

/** White space of so many columns in a unit: what is left over beyond whole tabs is blanks. */
export function indentTo(width: number, unit: IndentUnit, tabWidth: number): string {
  if (unit !== '\t') return ' '.repeat(width);
  const tabs = Math.floor(width / tabWidth);
  return '\t'.repeat(tabs) + ' '.repeat(width - tabs * tabWidth);
}
