import { declaredNames } from '../../documents/declaredName.ts';
import { isComment } from '../../domain/elisions.ts';
import { type Core, type Draft, draftOf, editsOf, isWhole, keptShare } from './draft.ts';
import { faultOf, isCutShort } from './faults.ts';
import { placeOf } from './fragment.ts';
import { withoutImports } from './imports.ts';
import { solid } from './line.ts';
import { locate } from './locate.ts';
import { type AnswerTarget, type Reading, refused } from './reading.ts';
import { readComments, readRewrite, rewriteFault } from './readRewrite.ts';
import { type Laid, laidOut, woven } from './rebase.ts';
import { breaksOff } from './structure.ts';
import { doubtOf, isOfAnotherPlace } from './trust.ts';
import { withWhiteSpace } from './whiteSpace.ts';

/** Least share of a block that an answer must keep, changed lines counted by their likeness. */
export const MIN_KEPT = 0.6;
/** Lines of a block that an answer may leave out, of a short block, and as a share of a longer one. */
const MAX_LOST_LINES = 2;
const MAX_LOST_SHARE = 0.1;
/** Most lines that an answer may put in front of a block or behind it. */
const MAX_AROUND = 3;

/** Lines that stand elsewhere in the document, word by word, from which on they are meant to. */
const MIN_COPIED = 3;

/** Reads the lines of an answer, without wrappers. */
export function readLines(answer: readonly string[], core: Core, place: AnswerTarget): Reading {
  if (solid(answer).length === 0) return refused('empty');
  const said = withoutImports(answer, core, place);
  if (said === undefined) return refused('elsewhere');
  const { lines, isPart } = locate(said, core.lines, place);
  const why = faultFor(lines, core.lines, place);
  if (why !== undefined) return refused(why);
  const draft = draftOf(core, lines, place);
  if (draft === undefined) return refused('elsewhere');
  if (isCopied(draft)) return refused('elsewhere');
  if (place.intent === 'rewrite') return readRewrite(draft);
  if (place.intent === 'comments') return readComments(draft);
  if (isWhole(draft)) return readWhole(draft, isPart);
  if (isPart) return refused('elsewhere');
  if (draft.now.length < draft.old.length) return readFragment(draft, place);
  return readWithMore(draft);
}

/** True for what stands elsewhere in the document, word by word, under another name than the block's. */
function isCopied(draft: Draft): boolean {
  const { answer, now, old } = draft;
  const isLong = now.length >= MIN_COPIED || declaredNames(answer).length > 0;
  return isLong && now[0]?.text !== old[0]?.text && isOfAnotherPlace(draft);
}

/** Why lines are unusable as an answer of the kind that is wanted, whatever they change. */
export const faultFor = (
  lines: readonly string[],
  block: readonly string[],
  { intent, languageId }: AnswerTarget,
) =>
  intent === undefined
    ? faultOf(lines, block, languageId)
    : rewriteFault(lines, block, languageId, intent);

function readWhole(draft: Draft, isPart: boolean): Reading {
  if (keptShare(draft) < MIN_KEPT) return refused('tooLittle');
  if (losesMuch(draft)) return refused('tooLittle');
  if (breaksOff(draft.answer, draft.block, draft.languageId)) return refused('cut');
  const laid = laidOut(draft);
  if (hidesCode(draft, laid)) return refused('elided');
  const edits = editsOf(draft, woven(draft, laid));
  if (edits.length > 0)
    return { kind: 'edits', edits, isSure: !isPart && doubtOf(draft, laid) === undefined };
  const other = editsOf(draft, withWhiteSpace(draft));
  return other.length === 0
    ? { kind: 'unchanged' }
    : { kind: 'edits', edits: other, isSure: false };
}

/** A few lines of the block alone, put where they belong. */
function readFragment(draft: Draft, place: AnswerTarget): Reading {
  const { now, old, block, first, diagnosticLines } = draft;
  const start = placeOf(now, old, ({ index }) => diagnosticLines.includes(index));
  if (start === undefined) return refused(now.length < old.length / 2 ? 'elsewhere' : 'tooLittle');
  const from = old[start]?.index ?? 0;
  const to = old[start + now.length - 1]?.index ?? from;
  if (isCutShort(now, block[to])) return refused('cut');
  const part = { lines: block.slice(from, to + 1), first: first + from };
  if (breaksOff(draft.answer, part.lines, place.languageId)) return refused('cut');
  const own = draftOf(part, draft.answer, place);
  if (own === undefined || own.pairs.length < now.length) return refused('elsewhere');
  return { kind: 'edits', edits: editsOf(own, woven(own, laidOut(own))), isSure: false };
}

/** The whole block with new lines in front of it or behind it. */
function readWithMore(draft: Draft): Reading {
  const { pairs, old, now } = draft;
  const [top, bottom] = [pairs[0], pairs.at(-1)];
  if (top?.old !== 0 || bottom?.old !== old.length - 1) return refused('tooLittle');
  const extra = [...now.slice(0, top.now), ...now.slice(bottom.now + 1)];
  const isCode = extra.every(({ text }) => /\w/.test(text));
  if (extra.length > MAX_AROUND || !isCode || keptShare(draft) < MIN_KEPT)
    return refused('elsewhere');
  const edits = editsOf(draft, woven(draft, laidOut(draft)));
  return { kind: 'edits', edits, isSure: false };
}

/** True if more lines are gone than an answer may leave out. */
export const losesMuch = ({ old, pairs }: Draft): boolean =>
  old.length - pairs.length > Math.max(MAX_LOST_LINES, MAX_LOST_SHARE * old.length);

/** True if comments alone take the place of code. */
export function hidesCode({ old }: Draft, laid: readonly Laid[]): boolean {
  let above = -1;
  let [isNew, isCode] = [false, false];
  for (const { line, old: place } of [...laid, { line: '', old: old.length }]) {
    if (place === undefined) {
      isNew = true;
      isCode ||= !isComment(line);
      continue;
    }
    if (isNew && !isCode && place > above + 1) return true;
    above = place;
    [isNew, isCode] = [false, false];
  }
  return false;
}
