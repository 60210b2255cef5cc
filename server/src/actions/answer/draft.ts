import { type LineEdit, minimalEdits } from '../minimalEdit.ts';
import { align, type Pair } from './alignment.ts';
import { type Unit, unitOf } from './indentation.ts';
import { isBlank, type Solid, solid } from './line.ts';
import type { AnswerTarget } from './reading.ts';

/** A block and lines of an answer, laid side by side. */
export interface Draft {
  readonly languageId: string;
  /** Lines of the whole document. */
  readonly document: readonly string[];
  /** The block without blank lines around it. */
  readonly block: readonly string[];
  /** The document's line with which it begins. */
  readonly first: number;
  readonly answer: readonly string[];
  /** Lines with code of the block and of the answer. */
  readonly old: readonly Solid[];
  readonly now: readonly Solid[];
  readonly pairs: readonly Pair[];
  /** The document's step of indentation. */
  readonly unit: Unit;
  /** Lines of the block with diagnostic. */
  readonly diagnosticLines: readonly number[];
}

/** Lines above and below the block that tell the document's step of indentation. */
const UNIT_LINES = 200;

/** `undefined` where there is too much to compare. */
export function draftOf(
  block: Core,
  answer: readonly string[],
  place: AnswerTarget,
): Draft | undefined {
  const { lines, first } = block;
  const old = solid(lines);
  const now = solid(answer);
  const pairs = align(old, now);
  if (pairs === undefined) return undefined;
  return {
    languageId: place.languageId,
    document: place.lines,
    block: lines,
    first,
    answer,
    old,
    now,
    pairs,
    unit: unitAround(place.lines, first) ?? unitOf(answer) ?? '    ',
    diagnosticLines: place.diagnosticLines.map((line) => line - first),
  };
}

/** The document's step of indentation near a line; `undefined` where nothing is indented. */
export const unitAround = (document: readonly string[], line: number): Unit | undefined =>
  unitOf(document.slice(Math.max(0, line - UNIT_LINES), line + UNIT_LINES));

/** Some lines of a document. */
export interface Core {
  readonly lines: readonly string[];
  readonly first: number;
}

/** The block without blank lines around it; `undefined` where it has no others. */
export function coreOf({ lines, block }: AnswerTarget): Core | undefined {
  let { first, last } = block;
  while (first <= last && isBlank(lines[first])) first++;
  while (last > first && isBlank(lines[last])) last--;
  return first > last ? undefined : { lines: lines.slice(first, last + 1), first };
}

/** True if the answer begins and ends with the lines with which the block does. */
export const isWhole = ({ pairs, old, now }: Draft): boolean =>
  pairs.some((pair) => pair.old === 0 && pair.now === 0) &&
  pairs.some((pair) => pair.old === old.length - 1 && pair.now === now.length - 1);

/** Share of the block's lines that the answer keeps, changed ones by their likeness. */
export const keptShare = ({ pairs, old }: Draft): number =>
  pairs.reduce((sum, { likeness }) => sum + likeness, 0) / old.length;

/** The edits of the document that make a block another text. */
export const editsOf = ({ block, first }: Draft, out: readonly string[]): LineEdit[] =>
  minimalEdits(block, out).map((edit) => ({
    ...edit,
    first: edit.first + first,
    end: edit.end + first,
  }));
