import { isElision } from '../../domain/elisions.ts';
import { type Core, draftOf, editsOf, isWhole, keptShare, unitAround } from './draft.ts';
import { editsInJson } from './editsInJson.ts';
import { fencesIn } from './fences.ts';
import { indentOf, isBlank, type Solid, solid } from './line.ts';
import { type PlacedEdit, placeEdit } from './placedEdits.ts';
import { type AnswerTarget, type Reading, refused } from './reading.ts';
import { faultFor, hidesCode, losesMuch, MIN_KEPT } from './readLines.ts';
import { readComments, readRewrite } from './readRewrite.ts';
import { laidOut, woven } from './rebase.ts';
import { editsIn, type WrittenEdit, type WrittenEdits } from './searchReplace.ts';
import { doubtOf } from './trust.ts';
import { textsInJson, withoutTags } from './wrappers.ts';

/** Most edits of one answer: a block has at most some hundred lines. */
const MAX_EDITS = 50;
const NO_CHANGES = /^\W{0,5}no changes?(?: (?:are |is )?(?:needed|required|necessary))?\W{0,5}$/i;

/** The reading of an answer's edits, and what else the answer says. */
export interface ReadEdits {
  readonly reading: Reading;
  readonly rest: string;
}

/**
 * Reads an answer that searches for lines of the block and replaces them; `undefined` for one that does not. Each search must be
 * found at one place, and the block that comes of it is judged as one that was answered whole.
 */
export function readEdits(said: string, core: Core, place: AnswerTarget): ReadEdits | undefined {
  if (NO_CHANGES.test(said)) return { reading: { kind: 'unchanged' }, rest: '' };
  const written = writtenIn(said, core);
  if (written.kind === 'none') return undefined;
  const rest = written.kind === 'edits' ? written.rest.join('\n') : '';
  return { reading: readWritten(written, core, place), rest };
}

function readWritten(
  written: Exclude<WrittenEdits, { kind: 'none' }>,
  core: Core,
  place: AnswerTarget,
): Reading {
  if (written.kind === 'cut') return refused('cut');
  if (written.kind === 'malformed' || written.edits.length > MAX_EDITS)
    return refused('difference');
  const unit = unitAround(place.lines, core.first);
  const placed: PlacedEdit[] = [];
  for (const edit of written.edits) {
    const found = placeEdit(edit, core.lines, unit);
    if (found === undefined) return refused(standsForMore(edit, core) ? 'elided' : 'elsewhere');
    placed.push(found);
  }
  const result = applied(placed, core.lines);
  if (result === undefined || placed.some((each) => repeats(each, core.lines)))
    return refused('elsewhere');
  const isExact = placed.every((each) => each.isExact);
  return judged(result, core, place, isExact);
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
  const why = faultFor(result, core.lines, place);
  if (why !== undefined) return refused(why);
  if (mixesIndentation(result, core.lines)) return refused('elsewhere');
  const draft = draftOf(core, result, place);
  if (draft === undefined) return refused('elsewhere');
  if (place.intent !== undefined) {
    const other = place.intent === 'rewrite' ? readRewrite(draft) : readComments(draft);
    if (other.kind !== 'edits') return other;
    return { kind: 'edits', edits: editsOf(draft, result), isSure: other.isSure && isExact };
  }
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
