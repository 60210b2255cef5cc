import { declaredName } from '../../documents/declaredName.ts';
import { isComment, isElision } from '../../domain/elisions.ts';
import { overlap } from './likeness.ts';
import { isBlank, normal, type Solid, solid } from './line.ts';
import type { AnswerTarget } from './reading.ts';
import { isClosedAs } from './structure.ts';

/** The lines of an answer that are the block's, of a larger part of the document. */
export interface Located {
  readonly lines: readonly string[];
  /** True if there was more around them. */
  readonly isPart: boolean;
}

/** Places where the lines around the block may end or begin; where there are more, they repeat too much to tell. */
const MAX_PLACES = 12;
/** Lines around that nobody writes by chance. */
const MIN_AROUND = 3;
/** Lines looked at on either side. */
const MAX_CONTEXT = 5_000;
const DOTS = /^\s*(?:\.{3}|…)/;

/**
 * Takes the block's lines out of an answer that holds more of the document: those between the lines that stand
 * right above the block and right below it, or between lines that stand for these. All of what is around must be
 * the document's own.
 */
export function locate(
  said: readonly string[],
  old: readonly string[],
  place: AnswerTarget,
): Located {
  const block = solid(old);
  const answer = withoutElisions(said, block);
  const isFramed = answer.length < said.length;
  const { lines, block: range } = place;
  const above = solid(lines.slice(Math.max(0, range.first - MAX_CONTEXT), range.first)).reverse();
  const below = solid(lines.slice(range.last + 1, range.last + 1 + MAX_CONTEXT));
  const now = solid(answer);
  // Of a rewrite little is like the block: it leaves nothing open that the block does not, and begins or ends as that does.
  const framed = (start: number, end: number): number => {
    if (place.intent === undefined) return 0;
    const said = now.slice(start, end);
    const part = said.map(({ index }) => answer[index] ?? '');
    const isClosed = isClosedAs(part, old, place.languageId);
    const ends = Number(beginsAs(part, old)) + Number(said.at(-1)?.text === block.at(-1)?.text);
    return (isClosed ? 10 : 0) + ends;
  };
  const starts = lengthsThatMeet(now, above);
  const ends = lengthsThatMeet(now.toReversed(), below);
  let best: { start: number; end: number; likeness: number } | undefined;
  for (const start of starts) {
    for (const fromEnd of ends) {
      const end = now.length - fromEnd;
      if (end <= start) continue;
      // Of equals the one as long as the block: one line that was changed has nothing in common with it.
      const length = Math.min(end - start, block.length) / Math.max(end - start, block.length);
      // Many lines around are none of the block's, however like it they are.
      const isFramedByMany = place.intent !== undefined && start + fromEnd >= MIN_AROUND;
      const likeness =
        overlap(now.slice(start, end), block) +
        length / 100 +
        framed(start, end) +
        (isFramedByMany ? 0.5 : 0);
      if (best === undefined || likeness > best.likeness) best = { start, end, likeness };
    }
  }
  if (best === undefined || (best.start === 0 && best.end === now.length)) {
    return { lines: answer, isPart: isFramed };
  }
  const first = now[best.start]?.index ?? 0;
  const last = now[best.end - 1]?.index ?? answer.length - 1;
  return { lines: withoutAside(answer.slice(first, last + 1), old), isPart: true };
}

/** Without comments behind the last line of code: where more of the document is told, they belong to what is below. */
function withoutAside(lines: readonly string[], old: readonly string[]): readonly string[] {
  if (isComment(old.at(-1) ?? '')) return lines;
  const last = lines.findLastIndex((line) => !isBlank(line) && !isComment(line));
  return last === -1 ? lines : lines.slice(0, last + 1);
}

/** True for texts that begin with the same line, or declare the same name there. */
function beginsAs([one = '']: readonly string[], [other = '']: readonly string[]): boolean {
  const name = declaredName(one);
  return normal(one) === normal(other) || (name !== undefined && name === declaredName(other));
}

/** Without a line in front of the block's first, and one behind its last, that stand for what is around it. */
function withoutElisions(answer: readonly string[], block: readonly Solid[]): readonly string[] {
  const now = solid(answer);
  const isOutside = ({ index, text }: Solid): boolean => {
    const line = answer[index] ?? '';
    const isAside = isComment(line) || DOTS.test(line);
    return isAside && isElision(line) && block.every((other) => other.text !== text);
  };
  const [top, first] = now;
  const [last, bottom] = now.slice(-2);
  const isAbove = top !== undefined && first?.text === block[0]?.text && isOutside(top);
  const isBelow = bottom !== undefined && last?.text === block.at(-1)?.text && isOutside(bottom);
  const start = isAbove ? (first?.index ?? 0) : 0;
  const end = isBelow ? (last?.index ?? answer.length) + 1 : answer.length;
  return start < end ? answer.slice(start, end) : answer;
}

/** How many lines of a text's front can be those around the block, which come nearest first; 0 is always one. */
function lengthsThatMeet(now: readonly Solid[], around: readonly Solid[]): number[] {
  const found = [0];
  for (let length = 1; length < now.length && length <= around.length; length++) {
    let known = 0;
    while (known < length && now[length - 1 - known]?.text === around[known]?.text) known++;
    if (known === length) found.push(length);
  }
  return found.slice(-MAX_PLACES);
}
