import { indentOf, indentsOf, opensBlock, USUAL_WIDTH, WIDTHS } from '../syntax/indentation.ts';
import { marksOf } from '../syntax/marks.ts';
import { nestingOf } from '../syntax/nesting.ts';
import type { AskedPlace } from './filter.ts';
import { type Rule, rulesOf } from './stepRules.ts';

/** The mark that a line may begin with, before the text that its block is indented from. */
const MARKER = /^\s*([:?|&-]\s+)/;
/** How many of a document's steps are more than chance. */
const USUAL_STEPS = 2;
/** Lines above among which the opener of a bracket is looked for. */
const LINES_ABOVE = 12;
/** The most steps that a closer is out by. */
const MAX_OUT = 2;

/** The most steps that lines hang behind the one whose bracket is open. */
const MAX_HANGING = 2;

/** Of arguments. */
const MAX_DEEPER = 3;

/** By how much lines behind an open bracket hang in many styles, whatever the steps of blocks are. */
const HANGING: readonly number[] = [4, 8];

type Map = (width: number) => number;

/** A text's indentations in columns, the cursor's first. */
type Widths = readonly number[];

/**
 * Changes the width of a text's steps to the document's: `steps` are those that it has, the most frequent first. Only where
 * the text contradicts all of them as it is, and agrees with a frequent one once all its indentations are stretched alike,
 * either whole or counted from the cursor's line.
 */
export function matchSteps(text: string, asked: AskedPlace, steps: readonly number[]): string {
  const lines = text.split('\n');
  const first = asked.linePrefix + (lines[0] ?? '');
  const opener = openerOf(first, asked);
  const widths = indentsOf([opener ?? first, ...lines.slice(1)]);
  const base = widths[0] ?? 0;
  // In the midst of an indentation nothing is known of it.
  const usual = steps.slice(0, USUAL_STEPS);
  const rules = rulesOf(lines, asked);
  const isProse = rules.length > 0 && rules.every(({ kind }) => kind === 'text');
  const step = usual.find((each) => base % each === 0) ?? (isProse ? USUAL_WIDTH : undefined);
  if (step === undefined) return text;
  if ([step, ...steps].some((each) => allows(rules, widths, each))) return text;
  const marker = MARKER.exec(asked.linePrefix)?.[1]?.length ?? 0;
  const isOff = marker > 0 && allows(rules, [base + marker, ...widths.slice(1)], step);
  const isKnown = isProse || opener !== undefined;
  if (isOff || (!isKnown && isContinuation(asked))) return text;
  for (const ratio of new Set([...WIDTHS.map((width) => step / width), 2, 0.5])) {
    const maps: Map[] = [(width) => width * ratio, (width) => base + (width - base) * ratio];
    const map = maps.find((each) => demands(rules, [base, ...widths.slice(1).map(each)], step));
    if (ratio !== 1 && map !== undefined) return stretched(lines, map);
  }
  return text;
}

/** True if the cursor's line goes on with a statement that began above, and is indented as such. */
function isContinuation({ document, position, linePrefix }: AskedPlace): boolean {
  const above = document.lines.slice(Math.max(0, position.line - 5), position.line);
  const former = above.findLast((line) => line.trim() !== '') ?? '';
  const isDeeper = indentOf(former).length < indentOf(linePrefix).length;
  const { hasTags } = marksOf(document.languageId);
  const isOver =
    /[{([:,;]\s*$/.test(former) ||
    opensBlock(former, document.languageId) ||
    (hasTags && former.trimEnd().endsWith('>'));
  return isDeeper && linePrefix.trim() !== '' && !isOver;
}

/** The line above in which a bracket is opened that the cursor's line closes: what follows steps in from there. */
function openerOf(line: string, { document, position }: AskedPlace): string | undefined {
  const marks = marksOf(document.languageId);
  // The pattern of a case is one at the beginning of a line only.
  if (nestingOf(`\n${line}`, marks).outer.length === 0) return undefined;
  const above = document.lines.slice(Math.max(0, position.line - LINES_ABOVE), position.line);
  const from = above.findLastIndex((_, index) => {
    const text = [...above.slice(index), line].join('\n');
    return nestingOf(text, marks).outer.length === 0;
  });
  return above[from];
}

const widthAt = (widths: Widths, index: number): number => widths[index] ?? 0;

/** True if indentations may be so: the text may step out at any line. */
const allows = (rules: readonly Rule[], widths: Widths, step: number): boolean =>
  rules.every(({ kind, from, line, column }) => {
    const width = widthAt(widths, line);
    const more = width - widthAt(widths, from);
    if (kind === 'in') return more === step;
    if (kind === 'deeper') return more >= step && more <= MAX_DEEPER * step;
    if (kind === 'level') return more === 0;
    if (kind === 'inside' && HANGING.includes(more)) return true;
    if (kind === 'inside')
      return width === column || (more >= 0 && more <= MAX_HANGING * step && more % step === 0);
    if (kind === 'text') return width === column || more <= 0;
    if (kind === 'out') return more < 0 && more >= -MAX_OUT * step;
    return more <= 0 && more % step === 0;
  });

/** True if all rules are kept to the letter, and there is one. */
const demands = (rules: readonly Rule[], widths: Widths, step: number): boolean =>
  rules.length > 0 &&
  rules.every(({ kind, from, line, column }) => {
    const width = widthAt(widths, line);
    const more = width - widthAt(widths, from);
    if (kind === 'same' || kind === 'level') return more === 0;
    if (kind === 'inside') return width === column || more === 0 || more === step;
    if (kind === 'deeper') return more === step || more === MAX_HANGING * step;
    if (kind === 'text') return width === column;
    return more === (kind === 'out' ? -step : step);
  });

function stretched(lines: readonly string[], map: Map): string {
  const widths = indentsOf(lines);
  return lines
    .map((line, index) => {
      const old = widthAt(widths, index);
      if (index === 0 || old === 0) return line;
      return ' '.repeat(Math.max(0, Math.floor(map(old)))) + line.slice(old);
    })
    .join('\n');
}
