import type { Pair } from './alignment.ts';
import { isVague, type Shift, shifted, type Unit, unitOf } from './indentation.ts';
import { indentOf, isBlank, type Solid, solid } from './line.ts';

/** A line of the answer, as it is to stand in the document. */
export interface Laid {
  readonly line: string;
  /** The block's line that it takes the place of, by its place among those with code. */
  readonly old: number | undefined;
  /** True if it stands elsewhere than the line it takes the place of, or its white space is a guess. */
  readonly isMoved: boolean;
}

/** The lines that the answer and the block have in common, and where the answer goes. */
export interface Match {
  readonly block: readonly string[];
  readonly answer: readonly string[];
  readonly pairs: readonly Pair[];
  /** The document's step of indentation. */
  readonly unit: Unit;
}

/**
 * The lines with code of an answer under the block's indentation. A line that differs in white space alone stays as
 * it is, unless it moves together with new lines around it; a changed one keeps the indentation of the line it
 * takes the place of; a new one stands as deep as the lines beside it say.
 */
export function laidOut(match: Match): Laid[] {
  const { block, answer, pairs } = match;
  const now = solid(answer);
  const old = solid(block);
  const shift = shiftOf(match, old, now);
  const partners = new Map(pairs.map((pair) => [pair.now, pair]));
  const indents = indentsOf(match, old, now);
  const ends = pairs
    .filter((pair) => pair.likeness === 1)
    .map((pair) => {
      const before = block[old[pair.old]?.index ?? 0] ?? '';
      return [endOf(before), endOf(answer[now[pair.now]?.index ?? 0] ?? '')] as const;
    });
  const isMoved = now.map((line, index) => {
    const partner = partners.get(index);
    if (partner === undefined) return false;
    const before = indentOf(block[old[partner.old]?.index ?? 0] ?? '');
    return shifted(indentOf(answer[line.index] ?? ''), shift) !== before;
  });
  const moves = isMoved.map((moved, index) => moved && touchesNew(index, isMoved, partners));
  return now.map(({ index: line }, index) => {
    const text = answer[line] ?? '';
    const partner = partners.get(index);
    const indent = shifted(indentOf(text), shift);
    if (partner === undefined)
      return {
        line: indent + text.trim(),
        old: undefined,
        isMoved: isVague(indentOf(text), shift),
      };
    const before = block[old[partner.old]?.index ?? 0] ?? '';
    if (moves[index]) return { line: indent + text.trim(), old: partner.old, isMoved: true };
    if (partner.likeness === 1) return { line: before, old: partner.old, isMoved: false };
    // The old line can be wrong in its indentation, too: others of the answer, as deep, tell the right one.
    const isOther = indent !== indentOf(before);
    const known = indents.get(indentOf(text));
    const above = answer[now[index - 1]?.index ?? -1];
    const isLost = above !== undefined && OPENS.test(above) && indentOf(above) === indentOf(text);
    const isKnown = index > 0 && known?.size === 1 && known.has(indent) && !isLost;
    const own = isKnown ? indent : indentOf(before);
    const end = endFor(text, before, ends);
    const isGuess = end === undefined;
    const changed = own + text.trim() + (end ?? '');
    return {
      line: changed,
      old: partner.old,
      isMoved: isGuess || (isOther && !isKnown && known?.has(own) !== true && index > 0),
    };
  });
}

/** The end of a line behind which the next one stands deeper. */
const OPENS = /(?:[{([:]|[=-]>|\bdo|\bthen)\s*$/;

/** Maps the indentations of unchanged lines in the answer to those they have in the block. */
function indentsOf(
  { block, answer, pairs }: Match,
  old: readonly Solid[],
  now: readonly Solid[],
): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const pair of pairs) {
    if (pair.likeness < 1) continue;
    const from = indentAt(answer, now[pair.now]);
    const to = found.get(from) ?? new Set();
    found.set(from, to.add(indentAt(block, old[pair.old])));
  }
  return found;
}

const indentAt = (lines: readonly string[], line: Solid | undefined): string =>
  indentOf(lines[line?.index ?? -1] ?? '');

/** White space at the end of a line. */
const endOf = (line: string): string => line.slice(line.trimEnd().length);

/** White space at the ends of a line that did not change, before and now. */
type Ends = readonly (readonly [before: string, now: string])[];

/**
 * The white space at the end of a changed line: as it was, else as the answer has it where that is exact in all other
 * lines, else none where the answer ends all lines so. `undefined` where nobody can tell.
 */
function endFor(text: string, before: string, ends: Ends): string | undefined {
  const own = endOf(text);
  const isHabit = ends.length > 0 && ends.every(([old, now]) => old === '' && now !== '');
  if (isHabit) return '';
  if (own === endOf(before)) return own;
  const isExact = ends.length > 0 && ends.every(([old, now]) => old === now);
  if (isExact && own !== '') return own;
  return endOf(before) === '' && ends.some(([, now]) => now === own) ? '' : undefined;
}

/** True if the lines around, moved as this one is, end at a new line: then they were put into something, or taken out. */
function touchesNew(
  index: number,
  isMoved: readonly boolean[],
  partners: ReadonlyMap<number, Pair>,
): boolean {
  let first = index;
  while (first > 0 && isMoved[first - 1]) first--;
  let last = index;
  while (isMoved[last + 1]) last++;
  const isNew = (place: number) => place >= 0 && place < isMoved.length && !partners.has(place);
  return isNew(first - 1) || isNew(last + 1);
}

/** From the first line where both begin alike, else as most of the lines in common say. */
function shiftOf(
  { block, answer, pairs, unit }: Match,
  old: readonly Solid[],
  now: readonly Solid[],
): Shift {
  const ownUnit = unitOf(answer) ?? unit;
  const known = pairs.map((pair) => ({
    from: indentOf(answer[now[pair.now]?.index ?? 0] ?? ''),
    to: indentOf(block[old[pair.old]?.index ?? 0] ?? ''),
  }));
  const shiftBy = (anchor: { from: string; to: string } | undefined): Shift => ({
    from: { unit: ownUnit, indent: anchor?.from ?? '' },
    to: { unit, indent: anchor?.to ?? '' },
  });
  const agree = (shift: Shift) =>
    known.filter(({ from, to }) => shifted(from, shift) === to).length;
  const first = known[0];
  if (first === undefined || first.from === first.to) return shiftBy(first);
  const distinct = new Map(known.map((each) => [`${each.from}\n${each.to}`, each]));
  const shifts = [...distinct.values()].map(shiftBy);
  return shifts.reduce((best, next) => (agree(next) > agree(best) ? next : best), shiftBy(first));
}

/** The block with the answer's lines in place of its own, the block's blank lines kept. */
export function woven({ block, answer }: Match, laid: readonly Laid[]): string[] {
  const old = solid(block);
  const now = solid(answer);
  const out: string[] = [];
  let above = { old: -1, now: -1 };
  const gap = (below: { old: number; now: number }) => {
    const ours = between(block, old, above.old, below.old);
    const fresh = laid.slice(above.now + 1, below.now);
    if (fresh.length === 0 && below.old === above.old + 1) {
      out.push(...ours);
      return;
    }
    const theirs = between(answer, now, above.now, below.now);
    const isBare = fresh.length > 0 && !theirs.some(isBlank);
    let next = 0;
    for (const line of theirs) out.push(isBlank(line) ? '' : (fresh[next++]?.line ?? ''));
    if (isBare) out.push(...ours.filter(isBlank));
  };
  for (const [index, { line, old: partner }] of laid.entries()) {
    if (partner === undefined) continue;
    gap({ old: partner, now: index });
    out.push(line);
    above = { old: partner, now: index };
  }
  gap({ old: old.length, now: now.length });
  return out;
}

/** Lines of a text between two of those with code. */
const between = (
  lines: readonly string[],
  marks: readonly Solid[],
  above: number,
  below: number,
): string[] => lines.slice((marks[above]?.index ?? -1) + 1, marks[below]?.index ?? lines.length);
