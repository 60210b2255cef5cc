import { isElision } from '../../domain/elisions.ts';
import { candidatesIn } from './candidates.ts';
import { type Core, draftOf, isWhole, keptShare } from './draft.ts';
import { editsInJson } from './editsInJson.ts';
import { faultOf } from './faults.ts';
import { fencesIn } from './fences.ts';
import { unitOf } from './indentation.ts';
import { indentOf, isBlank, type Solid, solid } from './line.ts';
import { type PlacedEdit, placeEdit } from './placedEdits.ts';
import { type AnswerTarget, type Reading, refused } from './reading.ts';
import { editsOf, hidesCode, losesMuch, MIN_KEPT, readLines } from './readLines.ts';
import { laidOut, woven } from './rebase.ts';
import { editsIn, type WrittenEdit, type WrittenEdits } from './searchReplace.ts';
import { doubtOf } from './trust.ts';
import { textsInJson, withoutTags } from './wrappers.ts';

/** Most edits of one answer: a block has at most some hundred lines. */
const MAX_EDITS = 50;
/** Lines on either side of the block that tell the document's step of indentation. */
const UNIT_LINES = 200;
const NO_CHANGES = /^\W{0,5}no changes?(?: (?:are |is )?(?:needed|required|necessary))?\W{0,5}$/i;

/**
 * Reads an answer that searches for lines of the block and replaces them; `undefined` for one that does not. Each search must be
 * found at one place, and the block that comes of it is judged as one that was answered whole.
 */
export function readEdits(said: string, core: Core, place: AnswerTarget): Reading | undefined {
  if (NO_CHANGES.test(said)) return { kind: 'unchanged' };
  const written = writtenIn(said, core);
  if (written.kind === 'none') return undefined;
  if (written.kind === 'cut') return refused('cut');
  if (written.kind === 'malformed' || written.edits.length > MAX_EDITS)
    return refused('difference');
  const around = place.lines.slice(
    Math.max(0, core.first - UNIT_LINES),
    core.first + core.lines.length + UNIT_LINES,
  );
  const unit = unitOf(around);
  const placed: PlacedEdit[] = [];
  for (const edit of written.edits) {
    const found = placeEdit(edit, core.lines, unit);
    if (found === undefined) return refused(standsForMore(edit, core) ? 'elided' : 'elsewhere');
    placed.push(found);
  }
  const result = applied(placed, core.lines);
  if (result === undefined || placed.some((each) => repeats(each, core.lines)))
    return refused('elsewhere');
  const reading = judged(
    result,
    core,
    place,
    placed.every(({ isExact }) => isExact),
  );
  return contradicts(written.rest, reading, core, place) ? refused('elsewhere') : reading;
}

/** The edits of an answer, as text or as a call of a tool in JSON. */
function writtenIn(said: string, { lines }: Core): WrittenEdits {
  const plain = editsIn(said, lines);
  if (plain.kind !== 'none') return plain;
  const { pieces, isAny } = fencesIn(said);
  const sources = isAny ? pieces.map((piece) => piece.lines.join('\n')) : [said];
  for (const source of sources) {
    const bare = withoutTags(source.split('\n'), lines).join('\n');
    const edits = editsInJson(bare, lines.join('\n'));
    if (edits.length > 0) return { kind: 'edits', edits, rest: [] };
    for (const text of textsInJson(bare)) {
      const inner = editsIn(text, lines);
      if (inner.kind !== 'none') return inner;
    }
  }
  return { kind: 'none' };
}

/** True if something in what is searched for stands for lines that are left out. */
const standsForMore = (edit: WrittenEdit, { lines }: Core): boolean =>
  edit.some(({ search }) => search.some((line) => isElision(line) && !lines.includes(line)));

/** The block after all edits; `undefined` where two of them meet. */
function applied(edits: readonly PlacedEdit[], block: readonly string[]): string[] | undefined {
  const sorted = edits.toSorted((one, other) => one.first - other.first);
  const out: string[] = [];
  let at = 0;
  for (const { first, end, lines } of sorted) {
    if (first < at) return undefined;
    out.push(...block.slice(at, first), ...lines);
    at = end;
  }
  return [...out, ...block.slice(at)];
}

/** Lines beside an edit that it may repeat by chance: a bracket, a blank line. */
const MAX_REPEATED = 1;

/** True if what takes the place of some lines also holds those that stand right above or below them, which would stand there twice. */
function repeats({ first, end, lines }: PlacedEdit, block: readonly string[]): boolean {
  const now = solid(lines);
  const above = solid(block.slice(0, first));
  const below = solid(block.slice(end));
  const isSame = (one: readonly Solid[], other: readonly Solid[]) =>
    one.length > MAX_REPEATED && one.every(({ text }, index) => text === other[index]?.text);
  return now.some((_, index) => {
    const [head, tail] = [now.slice(0, index + 1), now.slice(index)];
    return isSame(head, above.slice(-head.length)) || isSame(tail, below.slice(0, tail.length));
  });
}

/** Judges a block after its edits as one that was answered whole, but for where it belongs and what it leaves out: edits say that. */
function judged(
  result: readonly string[],
  core: Core,
  place: AnswerTarget,
  isExact: boolean,
): Reading {
  if (result.join('\n') === core.lines.join('\n')) return { kind: 'unchanged' };
  if (solid(result).length === 0) return refused('tooLittle');
  const why = faultOf(result, core.lines, place.languageId);
  if (why !== undefined) return refused(why);
  if (mixesIndentation(result, core.lines)) return refused('elsewhere');
  const draft = draftOf(core, result, place);
  if (draft === undefined) return refused('elsewhere');
  if (keptShare(draft) < MIN_KEPT) return refused('tooLittle');
  // What ends too early was perhaps cut; in its midst an edit names what it deletes.
  if (!isWhole(draft) && losesMuch(draft)) return refused('tooLittle');
  const laid = laidOut(draft);
  if (hidesCode(draft, laid)) return refused('elided');
  const isAsLaid = woven(draft, laid).join('\n') === result.join('\n');
  const isSure = isExact && isAsLaid && doubtOf(draft, laid) === undefined;
  return { kind: 'edits', edits: editsOf(draft, result), isSure };
}

/** True if new lines are indented by signs by which no line of the block is: blanks, or tabs. */
function mixesIndentation(result: readonly string[], block: readonly string[]): boolean {
  const known = new Set(block);
  const indents = block.map(indentOf).join('');
  const isForeign = (sign: string) => indents !== '' && !indents.includes(sign);
  return result.some((line) => {
    if (known.has(line) || isBlank(line)) return false;
    const indent = indentOf(line);
    return [' ', '\t'].some((sign) => indent.includes(sign) && isForeign(sign));
  });
}

/** True if an answer also holds code around its edits that makes another block. */
function contradicts(
  rest: readonly string[],
  reading: Reading,
  core: Core,
  place: AnswerTarget,
): boolean {
  const { list } = candidatesIn(rest.join('\n'), core.lines, place.languageId);
  return list
    .filter(({ isWrapped, lines }) => isWrapped && solid(lines).length > 1)
    .map(({ lines }) => readLines(lines, core, place))
    .some((other) => {
      return (
        other.kind === 'edits' &&
        JSON.stringify(changesOf(other)) !== JSON.stringify(changesOf(reading))
      );
    });
}

const changesOf = (reading: Reading): unknown => (reading.kind === 'edits' ? reading.edits : []);
