import type { Draft } from './draft.ts';
import { type Shift, shifted, unitOf } from './indentation.ts';
import { indentOf, isBlank } from './line.ts';
import { syntaxOf } from './syntax.ts';

/**
 * The indentation of an answer that is the whole text for a place: all of it moves by as much as its first line has to. As the model
 * says it, where that line stands as deep as the block's.
 */
export function wholeShift({
  answer,
  block,
  unit,
  languageId,
}: Draft): (line: string, index: number) => string {
  const [first = ''] = answer;
  const goal = indentOf(block[0] ?? '');
  const own = unitOf(answer) ?? unit;
  const isSame = indentOf(first) === goal && (own === unit || !mixes(own, unit));
  if (isSame) return (line) => line;
  const shift: Shift = { from: { unit: own, indent: indentOf(first) }, to: { unit, indent: goal } };
  const move = (line: string): string =>
    isBlank(line) ? line : shifted(indentOf(line), shift) + line.trimStart();
  // Many models trim their answers, and with that the first line alone.
  const isTrimmed =
    indentOf(first) === '' && goal !== '' && isBehindTrimmed(answer, goal, languageId);
  if (isTrimmed) return (line, index) => (index === 0 ? goal + line : line);
  return move;
}

const mixes = (one: string, other: string): boolean => (one === '\t') !== (other === '\t');

/** The indentation of the line that stands least deep. */
const leastOf = (lines: readonly string[]): string =>
  lines
    .filter((line) => !isBlank(line))
    .map(indentOf)
    .reduce((least, indent) => (indent.length < least.length ? indent : least), ' '.repeat(1_000));

/** True if the lines behind the first stand as if it had not lost its indentation: where it opens something, they are deeper up to the closing line. */
function isBehindTrimmed(answer: readonly string[], goal: string, languageId: string): boolean {
  const [first = '', ...rest] = answer;
  const least = leastOf(rest);
  const isOpened = /[:{([=]$|^\s*(?:def|function)\b/.test(first.trimEnd());
  const isClosed = /^\s*(?:[}\])]|end\b)/.test(answer.at(-1) ?? '');
  const isDeeper = isOpened && (!isClosed || syntaxOf(languageId).isIndented);
  return isDeeper ? least.startsWith(goal) && least !== goal : least === goal;
}
