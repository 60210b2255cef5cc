import type { Generation } from '../../domain/generation.ts';
import { type Candidate, candidatesIn } from './candidates.ts';
import { withoutTokensAtEnds } from './controlTokens.ts';
import { type Core, coreOf } from './draft.ts';
import { hasProvenEnd, lastOf } from './ends.ts';
import { isCutShort } from './faults.ts';
import { withoutGutter } from './gutter.ts';
import { keepsCredentials } from './keptCredentials.ts';
import { overlap } from './likeness.ts';
import { solid, trimBlankLines } from './line.ts';
import { withoutNotes } from './notes.ts';
import { isOfOtherLanguage } from './otherLanguage.ts';
import { type ReadEdits, readEdits } from './readEdits.ts';
import { type AnswerTarget, type Reading, refused } from './reading.ts';
import { readLines } from './readLines.ts';
import { isDeclined } from './sentences.ts';
import { spoken } from './spoken.ts';

/** Longer answers are not read, in UTF-16 units and in lines: a block has at most some hundred lines. */
const MAX_LENGTH = 400_000;
const MAX_LINES = 4_000;
/** Candidates that are read in full, those with most lines of the block first. */
const MAX_READ = 12;

type Answer = Pick<Generation, 'text' | 'ending' | 'fault' | 'withheld'>;

/** One way to read an answer, and how much of the block is in it. */
interface Attempt {
  readonly reading: Reading;
  readonly likeness: number;
}

/**
 * Reads a model's answer for its place. Nothing is taken on faith: of everything in it that may be code, the part most like
 * the block replaces it line by line, and an answer that cannot be placed for certain is refused.
 */
export function readAnswer(answer: Answer, place: AnswerTarget): Reading {
  if (answer.withheld !== undefined) return refused('credential');
  const reading = readText(answer, place);
  const isKept = reading.kind !== 'edits' || keepsCredentials(reading.edits, place.lines);
  return isKept ? reading : refused('credential');
}

function readText({ text, ending, fault }: Answer, place: AnswerTarget): Reading {
  const core = coreOf(place);
  if (core === undefined || isTooLong(text)) return refused('elsewhere');
  if (ending === 'length' || fault !== undefined) return refused('cut');
  const said = spoken(text, core.lines.join('\n'), place.languageId);
  if (said === undefined) return refused('cut');
  if (said.trim() === '') return refused('empty');
  const edited = readEdits(said, core, place);
  if (edited !== undefined)
    return contradicts(edited, core, place) ? refused('elsewhere') : edited.reading;
  const { list, isOpen } = candidatesIn(said, core.lines, place.languageId);
  if (list.length === 0) return refused(isOpen ? 'cut' : 'noCode');
  const hasSeveral = said.split('```').length > 4;
  return chosen(attemptsAt(list, core, place), said, hasSeveral);
}

/** The readings of candidates, those with most lines of the block first. */
function attemptsAt(list: readonly Candidate[], core: Core, place: AnswerTarget): Attempt[] {
  const old = solid(core.lines);
  return list
    .map((candidate) => ({ ...candidate, lines: bare(candidate.lines, core, place) }))
    .map((candidate, order) => ({
      candidate,
      order,
      likeness: overlap(solid(candidate.lines), old),
    }))
    .toSorted((one, other) => other.likeness - one.likeness || other.order - one.order)
    .slice(0, MAX_READ)
    .map(({ candidate, likeness }) => attempt(candidate, likeness, core, place));
}

/** True if an answer also holds code beside its edits that makes another block. */
function contradicts({ reading, rest }: ReadEdits, core: Core, place: AnswerTarget): boolean {
  if (reading.kind === 'refused') return false;
  const { list } = candidatesIn(rest, core.lines, place.languageId);
  const code = list.filter(({ isWrapped, lines }) => isWrapped && solid(lines).length > 1);
  const edits = reading.kind === 'edits' ? reading.edits : [];
  return attemptsAt(code, core, place).some(
    ({ reading: other }) => other.kind === 'edits' && !sameEdits(other.edits, edits),
  );
}

const isTooLong = (text: string): boolean =>
  text.length > MAX_LENGTH || text.split('\n').length > MAX_LINES;

/** Lines without numbers in front of them, control tokens at their ends, blank lines around them. */
function bare(lines: readonly string[], core: Core, { languageId }: AnswerTarget): string[] {
  const text = withoutTokensAtEnds(lines.join('\n'), languageId);
  const plain = withoutGutter(trimBlankLines(text.split('\n')), solid(core.lines));
  return trimBlankLines(withoutNotes(trimBlankLines(plain), core.lines, languageId));
}

function attempt(
  { lines, isWrapped, info }: Candidate,
  likeness: number,
  core: Core,
  place: AnswerTarget,
): Attempt {
  const reading = isOther(info, place.languageId)
    ? refused('difference')
    : isForeign(info, place)
      ? refused('otherLanguage')
      : readLines(lines, core, place);
  if (isWrapped || reading.kind !== 'edits') return { reading, likeness };
  // A line alone has its place by its likeness: people say whether it is meant.
  if (lines.length === 1) return { reading: { ...reading, isSure: false }, likeness };
  // Without a wrapper nothing but its structure says that this is code, and that it is whole.
  const isBroken = isCutShort(solid(lines), core.lines.at(-1)) || !endsWhole(lines, core, place);
  const isDoubted = place.intent === undefined && !reading.isSure;
  if (isDoubted || isBroken) return { reading: refused('noCode'), likeness };
  return { reading: { ...reading, isSure: hasEnd(lines, core) }, likeness };
}

/** A sign that ends a statement, a block or a sentence. */
const END = /(?:[)\]}>;:.!?"'`|]|\bend)$/;

/** True if nobody can think the end of an answer lost: it is the block's own, or ends something. */
function hasEnd(lines: readonly string[], core: Core): boolean {
  const last = lines.at(-1)?.trim() ?? '';
  return last === core.lines.at(-1)?.trim() || END.test(last);
}

/** True if what stands alone ends as the block does; of a rewrite, which may be anything, as what ends a block or the document. */
function endsWhole(lines: readonly string[], core: Core, place: AnswerTarget): boolean {
  if (place.intent !== 'rewrite') return endsAlike(lines, core);
  return hasProvenEnd(lines, core.lines) || lastOf(lines) === lastOf(place.lines);
}

const endsAlike = (lines: readonly string[], core: Core): boolean =>
  lines.at(-1)?.trimEnd().at(-1) === core.lines.at(-1)?.trimEnd().at(-1);

const isOther = (info: string, languageId: string): boolean =>
  /^(?:diff|patch|udiff)\b/i.test(info) && !/^(?:diff|patch)/.test(languageId);

/** A rewrite has little in common with the block to tell its language by; a repair has. */
const isForeign = (info: string, { intent, languageId }: AnswerTarget): boolean =>
  intent !== undefined && isOfOtherLanguage(info, languageId);

/** The surest of several readings; of equals the one most like the block, of two that differ none is sure. */
function chosen(attempts: readonly Attempt[], said: string, hasSeveral: boolean): Reading {
  const edits = attempts.flatMap(({ reading }) => (reading.kind === 'edits' ? [reading] : []));
  const sure = edits.filter(({ isSure }) => isSure);
  const [first] = sure.length > 0 ? sure : edits;
  if (first !== undefined) {
    const isOne = sure.every((other) => sameEdits(first.edits, other.edits));
    return isOne ? first : { ...first, isSure: false };
  }
  const [best] = attempts;
  if (best === undefined) return refused('noCode');
  if (best.likeness === 0 && isDeclined(said)) return refused('declined');
  // A quote of the block beside something that cannot be used.
  const other = attempts.find(({ reading }) => reading.kind !== 'unchanged');
  return best.reading.kind === 'unchanged' && hasSeveral ? (other ?? best).reading : best.reading;
}

const sameEdits = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other);
