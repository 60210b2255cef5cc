import { indentOf, opensBlock, WIDTHS } from '../syntax/indentation.ts';
import { marksOf } from '../syntax/marks.ts';
import { nestingOf } from '../syntax/nesting.ts';
import type { AskedPlace } from './filter.ts';

/** The end of a line whose statement or entry is over, and where words end statements. */
const ENDS = /[;},]\s*$/;
const WORD_ENDS = /[\p{L}\p{N}_)\]}"'`]\s*$/u;
const WORDY = /^(?:python|ruby|lua|javascript|typescript|elixir|julia)$/;
/** The beginning of a line that goes on with the one before it. */
const GOES_ON = /^\s*(?:[.?:&|+*/=<>-]|and\b|or\b)/;
const CLOSER = /^\s*(?:[}\])]|end\b|fi\b|done\b|esac\b)/;
/** What a line may begin with before what its block is indented from. */
const MARKER = /^\s*([:?|&-]\s+)/;

/** How many of a document's steps are more than chance. */
const USUAL_STEPS = 2;

type Map = (width: number) => number;

/** What an indentation has to be, seen from the line before it; level is the closer behind the cursor with its opener. */
type Rule =
  | {
      readonly kind: 'in' | 'same' | 'out' | 'level';
      readonly from: number;
      readonly line: number;
    }
  /** Deeper, by a step at least: behind an open parenthesis. */
  | { readonly kind: 'deeper'; readonly from: number; readonly line: number };

/**
 * Changes the width of a text's steps to the document's: `steps` are those that it has, the most frequent first. Only where
 * the text contradicts all of them as it is, and agrees with the most frequent one once all its indentations are stretched
 * alike, either whole or counted from the cursor's line.
 */
export function matchSteps(text: string, asked: AskedPlace, steps: readonly number[]): string {
  const lines = text.split('\n');
  const base = indentOf(asked.linePrefix + (lines[0] ?? '')).length;
  // In the midst of an indentation nothing is known of it.
  const step = steps.slice(0, USUAL_STEPS).find((each) => base % each === 0);
  if (step === undefined) return text;
  const widths = lines.map((line) => indentOf(line).length);
  const rules = rulesOf(lines, asked);
  if (steps.some((each) => allows(rules, widths, base, each))) return text;
  const marker = MARKER.exec(asked.linePrefix)?.[1]?.length ?? 0;
  const isOff = marker > 0 && allows(rules, widths, base + marker, step);
  if (isOff || isContinuation(asked)) return text;
  const others = widths.filter((_, index) => index > 0 && lines[index]?.trim() !== '');
  // Blocks may be meant to stand where they are opened.
  const isLevel = allows(
    rules.filter(({ kind }) => kind === 'level'),
    widths,
    base,
    step,
  );
  const hasBlock = isLevel && rules.some(({ kind }) => kind === 'in');
  if (hasBlock && others.every((width) => width === base)) return text;
  for (const ratio of new Set([...WIDTHS.map((width) => step / width), 2, 0.5])) {
    const maps: Map[] = [(width) => width * ratio, (width) => base + (width - base) * ratio];
    const map = maps.find((each) => demands(rules, widths.map(each), base, step));
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

function rulesOf(lines: readonly string[], asked: AskedPlace): Rule[] {
  const { linePrefix, document } = asked;
  const { languageId } = document;
  const rules: Rule[] = [];
  let before = { text: linePrefix + (lines[0] ?? ''), index: 0 };
  lines.forEach((text, index) => {
    if (index === 0 || text.trim() === '') return;
    const at = { from: before.index, line: index };
    const isParenthesis = /\(\s*$/.test(before.text);
    if (isParenthesis) rules.push({ kind: 'deeper', ...at });
    else if (opensBlock(before.text, languageId)) {
      rules.push({ kind: CLOSER.test(text) ? 'same' : 'in', ...at });
    } else if (rules.length === 0 && before.index === 0 && isOver(before.text, text, languageId)) {
      rules.push({ kind: CLOSER.test(text) ? 'out' : 'same', ...at });
    }
    before = { text, index };
  });
  if (closesBehind(lines, asked)) rules.push({ kind: 'level', from: 0, line: lines.length - 1 });
  return rules;
}

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

function isOver(line: string, next: string, languageId: string): boolean {
  const ends =
    ENDS.test(line) ||
    CLOSER.test(next) ||
    (WORDY.test(languageId) && WORD_ENDS.test(line) && !GOES_ON.test(next));
  return ends && nestingOf(line, marksOf(languageId)).open.length === 0;
}

const widthAt = (widths: readonly number[], index: number, base: number): number =>
  index === 0 ? base : (widths[index] ?? 0);

/** True if indentations may be so: the text may step out at any line. */
const allows = (
  rules: readonly Rule[],
  widths: readonly number[],
  base: number,
  step: number,
): boolean =>
  rules.every(({ kind, from, line }) => {
    const more = widthAt(widths, line, base) - widthAt(widths, from, base);
    if (kind === 'in') return more === step;
    if (kind === 'deeper') return more >= step;
    if (kind === 'level') return more === 0;
    return kind === 'same' ? more <= 0 : more < 0;
  });

/** True if all rules are kept to the letter, and there is one. */
const demands = (
  rules: readonly Rule[],
  widths: readonly number[],
  base: number,
  step: number,
): boolean =>
  rules.length > 0 &&
  rules.every(({ kind, from, line }) => {
    const more = widthAt(widths, line, base) - widthAt(widths, from, base);
    if (kind === 'same' || kind === 'level') return more === 0;
    return more === (kind === 'out' ? -step : step);
  });

const stretched = (lines: readonly string[], map: Map): string =>
  lines
    .map((line, index) => {
      const old = indentOf(line).length;
      if (index === 0 || old === 0) return line;
      return ' '.repeat(Math.max(0, Math.floor(map(old)))) + line.slice(old);
    })
    .join('\n');
