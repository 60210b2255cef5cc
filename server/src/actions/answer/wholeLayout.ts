import type { Draft } from './draft.ts';
import { type Shift, shifted, type Unit, unitOf } from './indentation.ts';
import { indentOf, isBlank } from './line.ts';
import { scan } from './scan.ts';
import { syntaxOf } from './syntax.ts';

/** An answer as deep as it is to stand. */
export interface Layout {
  readonly lines: readonly string[];
  /** True if lines of a string moved, and nobody knows whether they were to. */
  readonly isVague: boolean;
}

type Move = (line: string, index: number) => string;

/**
 * An answer that is the whole text for a place, as deep as it is to stand: all of it moves by as much as its first line has to. White
 * space inside a string is part of what it says: such lines stay as the block has them.
 */
export function laidWhole(draft: Draft): Layout {
  const { answer, block, languageId } = draft;
  const isInString = scan(answer, languageId).map((line) => line.isInString);
  const ours = stringLines(block, languageId);
  const move = moveOf(draft, codeOf(answer, isInString));
  let isVague = false;
  const lines = answer.map((line, index) => {
    const moved = isBlank(line) ? '' : move(line, index);
    if (isInString[index] !== true) return moved;
    const known = ours.get(line.trim());
    isVague ||= known === undefined && moved.trimEnd() !== line.trimEnd();
    return known ?? moved;
  });
  return { lines, isVague };
}

/** Lines inside the strings of a block, by their text. */
function stringLines(block: readonly string[], languageId: string): Map<string, string> {
  const scanned = scan(block, languageId);
  return new Map(
    block.flatMap((line, index) =>
      scanned[index]?.isInString === true ? [[line.trim(), line] as const] : [],
    ),
  );
}

/** The lines that are neither blank nor inside a string. */
const codeOf = (lines: readonly string[], isInString: readonly boolean[]): string[] =>
  lines.filter((line, index) => isInString[index] !== true && !isBlank(line));

function moveOf(draft: Draft, code: readonly string[]): Move {
  const { block, unit } = draft;
  const [first = ''] = code;
  const goal = indentOf(block[0] ?? '');
  const own = unitOf(code) ?? unit;
  const by =
    (from: Unit): Move =>
    (line) => {
      const shift: Shift = {
        from: { unit: from, indent: indentOf(first) },
        to: { unit, indent: goal },
      };
      return shifted(indentOf(line), shift) + line.trimStart();
    };
  const asIs: Move = (line) => line;
  const isSame = indentOf(first) === goal && (own === unit || !mixes(own, unit));
  const isOther = own !== unit && isStrange(own, code, draft);
  if (isSame)
    return best(draft, own === unit ? [asIs] : isOther ? [by(own), asIs] : [asIs, by(own)]);
  return best(draft, mixes(own, unit) ? [by(own)] : [by(own), by(unit)]);
}

/** Lines of a document that tell whether it has steps of some width. */
const NEAR = 200;

/** True if all lines of an answer are indented by steps of which the document has none. */
function isStrange(step: Unit, code: readonly string[], { document, first }: Draft): boolean {
  const indents = document
    .slice(Math.max(0, first - NEAR), first + NEAR)
    .filter((line) => !isBlank(line))
    .map((line) => indentOf(line).length);
  const isKnown = indents.some((indent, index) => {
    return Math.abs(indent - (indents[index - 1] ?? indent)) === step.length;
  });
  return !isKnown && code.every((line) => indentOf(line).length % step.length === 0);
}

/** Of several ways to move lines the one by which most of the unchanged ones stand where they stood; of equals the first. */
function best({ answer, block, pairs, old, now }: Draft, moves: readonly Move[]): Move {
  const known = pairs
    .filter(({ likeness }) => likeness === 1)
    .map((pair) => [old[pair.old]?.index ?? 0, now[pair.now]?.index ?? 0] as const);
  const agree = (move: Move) =>
    known.filter(([from, to]) => {
      return indentOf(move(answer[to] ?? '', to)) === indentOf(block[from] ?? '');
    }).length;
  const [first = (line: string) => line] = moves;
  return moves.reduce((kept, move) => (agree(move) > agree(kept) ? move : kept), first);
}

const mixes = (one: string, other: string): boolean => (one === '\t') !== (other === '\t');

/** The indentation of the line that stands least deep. */
const leastOf = (lines: readonly string[]): string =>
  lines
    .filter((line) => !isBlank(line))
    .map(indentOf)
    .reduce((least, indent) => (indent.length < least.length ? indent : least), ' '.repeat(1_000));

/** An answer whose first line has its indentation: many models trim their answers, and with that the first line alone. */
export function withFirstIndent(draft: Draft): Draft {
  const { answer, block, languageId } = draft;
  const [first = '', ...rest] = answer;
  const goal = indentOf(block[0] ?? '');
  const code = codeOf(
    answer,
    scan(answer, languageId).map((line) => line.isInString),
  );
  const isTrimmed =
    indentOf(first) === '' && goal !== '' && isBehindTrimmed(code, goal, languageId);
  return isTrimmed ? { ...draft, answer: [goal + first, ...rest] } : draft;
}

/** True if the lines behind the first stand as if it had not lost its indentation: where it opens something, they are deeper up to the closing line. */
function isBehindTrimmed(answer: readonly string[], goal: string, languageId: string): boolean {
  const [first = '', ...rest] = answer;
  const least = leastOf(rest);
  const isOpened = /[:{([=]$|^\s*(?:def|function)\b/.test(first.trimEnd());
  const isClosed = /^\s*(?:[}\])]|end\b)/.test(answer.at(-1) ?? '');
  const isDeeper = isOpened && (!isClosed || syntaxOf(languageId).isIndented);
  return isDeeper ? least.startsWith(goal) && least !== goal : least === goal;
}

/** True if an answer of several lines has lost its indentation: what is deeper in the block, or stands in brackets, is not in it. */
export function isFlat({ answer, block, pairs, old, now, languageId }: Draft): boolean {
  const scanned = scan(answer, languageId);
  const code = codeOf(
    answer,
    scanned.map((line) => line.isInString),
  );
  const indents = new Set(code.map(indentOf));
  if (code.length < 3 || indents.size > 1) return false;
  const [base] = indents;
  const isOpen = scanned.some(
    ({ code: text, depth }) => depth > 0 && !/^\s*(?:[}\])]|$)/.test(text),
  );
  const [top] = pairs;
  const topIndent = indentOf(block[old[top?.old ?? 0]?.index ?? 0] ?? '');
  const wasDeeper = pairs.some((pair) => {
    const isSame = indentOf(answer[now[pair.now]?.index ?? 0] ?? '') === base;
    return isSame && indentOf(block[old[pair.old]?.index ?? 0] ?? '').length > topIndent.length;
  });
  return isOpen || wasDeeper;
}
