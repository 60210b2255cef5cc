import { declaredNames } from '../../documents/declaredName.ts';
import { hasDots, isComment, isElision } from '../../domain/elisions.ts';
import { effectOf } from './actingComments.ts';
import { commentLines } from './commentLines.ts';
import { type Draft, editsOf, keptShare } from './draft.ts';
import { faultOf } from './faults.ts';
import { hidesMore } from './hidden.ts';
import { isHollow } from './hollow.ts';
import { countOf, indentOf, isBlank, type Solid, shared, solid } from './line.ts';
import { isLikeLanguage } from './otherLanguage.ts';
import { type Intent, type Reading, type Refusal, refused } from './reading.ts';
import { scan } from './scan.ts';
import { isClosedAs } from './structure.ts';
import { wholeShift } from './wholeLayout.ts';

/** Lines that an answer may put above the line that names the block: an import, a decorator, a comment. */
const MAX_ABOVE = 6;
/** Least share of the block's words that a rewrite uses, too. */
const MIN_WORDS_KEPT = 0.3;

/**
 * Returns why the lines of an answer that may change much are unusable. Comments of its own may say anything: sentences, lists; but
 * none may stand for code where there is less of it.
 */
export function rewriteFault(
  answer: readonly string[],
  block: readonly string[],
  languageId: string,
  intent: Intent,
): Refusal | undefined {
  if (hidesMore(answer.join('\n'), block.join('\n'), languageId)) return 'hidden';
  const [now, before] = [codeLines(answer, languageId), codeLines(block, languageId)];
  if (intent === 'rewrite' && elides(answer, block, now.length < before.length)) return 'elided';
  return faultOf(now, before, languageId);
}

function elides(answer: readonly string[], block: readonly string[], isLess: boolean): boolean {
  const known = new Set(solid(block).map(({ text }) => text));
  const stands = (line: string) =>
    hasDots(line) || (isElision(line) && (isLess || isPlaceholder(line)));
  return solid(answer).some(({ index, text }) => !known.has(text) && stands(answer[index] ?? ''));
}

/** True for a comment that says of code that it is there: one about data says other things, too. */
function isPlaceholder(line: string): boolean {
  const said = line.trim().replace(/^\W+|\W+$/g, '');
  return isComment(line) && (PLACEHOLDER.test(said) || said.split(/\s+/).length <= 3);
}

const PLACEHOLDER =
  /^(?:the |your |all |keep |with )*(?:existing|remaining|remainder|rest|other|same|unchanged|previous|original)\b.*\b(?:code|functions?|methods?|lines?|implementation|logic|body|class|file|block|unchanged|same|before|above)\b/i;

/** Reads an answer that says the same in other words: code of its own, for the same place. */
export function readRewrite(draft: Draft): Reading {
  const { block, answer, languageId } = draft;
  if (!isLikeLanguage(answer, block, languageId)) return refused('otherLanguage');
  if (!isClosedAs(answer, block, languageId)) return refused('cut');
  const named = nameOf(draft);
  if (named === 'other') return refused('elsewhere');
  if (wordsKept(block, answer) < MIN_WORDS_KEPT) return refused('tooLittle');
  const isSure = named === 'same' && endsAsDeep(draft) && !isHollow(answer, block, languageId);
  return written(draft, withEnds(draft, laidWhole(draft)), isSure);
}

/** Whether an answer declares what the block does, or something that nobody else in the document does. */
function nameOf(draft: Draft): 'same' | 'unsure' | 'other' {
  const { block, answer, document, first, languageId, pairs } = draft;
  const [ours, theirs] = [block, answer].map((lines) => namesIn(lines, languageId));
  const own = ours?.find(({ line }) => line <= MAX_ABOVE)?.name;
  const said = theirs?.find(({ line }) => line <= MAX_ABOVE + MAX_COMMENT)?.name;
  if (own === undefined) {
    const isAtTop = pairs[0]?.old === 0 && pairs[0].now <= MAX_ABOVE;
    return isAtTop || wordsKept(block, answer) >= MANY_WORDS_KEPT ? 'unsure' : 'other';
  }
  const count = (names: readonly { name: string }[] = []) =>
    names.filter(({ name }) => name === own).length;
  // Twice: the old one and the new one, or the same again.
  if (count(theirs) > Math.max(1, count(ours))) return 'other';
  if (said === own) return 'same';
  // Without its header it is cut, whatever else of it is there.
  if (said === undefined && pairs[0]?.old !== 0) return 'other';
  const around = [...document.slice(0, first), '', ...document.slice(first + block.length)];
  const isKnown = namesIn(around, languageId).some(({ name }) => name === said);
  return !isKnown && keptShare(draft) >= RENAMED_KEPT ? 'unsure' : 'other';
}

/** The names that lines declare, outside of comments and strings. */
const namesIn = (lines: readonly string[], languageId: string) =>
  declaredNames(scan(lines, languageId).map(({ code, isComment }) => (isComment ? '' : code)));

/** Lines of documentation that an answer may put above what it declares. */
const MAX_COMMENT = 40;
/** Least share of a block of which another name, or another beginning, may be said. */
const RENAMED_KEPT = 0.5;
const MANY_WORDS_KEPT = 0.6;

/** Reads an answer that is to add comments alone: every line of code must be as it was, in its order. */
export function readComments(draft: Draft): Reading {
  const { block, answer, languageId } = draft;
  const before = codeOf(block, languageId);
  const after = codeOf(answer, languageId);
  const isSame =
    before.length === after.length &&
    before.every(({ text }, index) => text === after[index]?.text);
  if (!isSame) return refused(after.length < before.length ? 'tooLittle' : 'changesCode');
  const effect = effectOf(answer, block, languageId);
  if (effect === 'changesProgram') return refused('changesCode');
  const lines = [...laidWhole(draft)];
  for (const [index, { index: at }] of after.entries()) {
    lines[at] = block[before[index]?.index ?? 0] ?? '';
  }
  // Tools read some comments: nobody loses one unseen.
  const kept = countOf(solid(answer).map(({ text }) => text));
  const isKept = solid(block).every(({ text }) => kept.has(text));
  const isSure = isKept && effect === undefined;
  return written(draft, withGaps(draft, lines, before, after), isSure);
}

/** The lines of an answer, as deep as they are to stand. */
function laidWhole(draft: Draft): string[] {
  const shift = wholeShift(draft);
  return draft.answer.map((line, index) => (isBlank(line) ? '' : shift(line, index)));
}

/** Without white space at the ends of lines, where the block's own lines have none. */
function withEnds({ block, languageId }: Draft, lines: readonly string[]): string[] {
  if (languageId === 'markdown') return [...lines];
  const own = new Map(block.map((line) => [line.trimEnd(), line]));
  return lines.map((line) => own.get(line.trimEnd()) ?? line.trimEnd());
}

/** With the block's own blank lines between lines of code where nothing new stands between them. */
function withGaps(
  { block }: Draft,
  lines: readonly string[],
  before: readonly Solid[],
  after: readonly Solid[],
): string[] {
  const out: string[] = [];
  let [old, now] = [0, 0];
  for (const [index, { index: at }] of after.entries()) {
    const end = before[index]?.index ?? 0;
    const [ours, theirs] = [block.slice(old, end), lines.slice(now, at)];
    out.push(...(theirs.every(isBlank) && ours.every(isBlank) ? ours : theirs));
    out.push(lines[at] ?? '');
    [old, now] = [end + 1, at + 1];
  }
  return [...out, ...lines.slice(now)];
}

function written(draft: Draft, lines: readonly string[], isSure: boolean): Reading {
  const edits = editsOf(draft, lines);
  return edits.length === 0 ? { kind: 'unchanged' } : { kind: 'edits', edits, isSure };
}

/** Without blank lines and comments. */
function codeLines(lines: readonly string[], languageId: string): string[] {
  const isComment = commentLines(lines, languageId);
  return lines.filter((_, index) => !isComment[index]);
}

/** Lines of code in their normal form, each with its place. */
function codeOf(lines: readonly string[], languageId: string): Solid[] {
  const isComment = commentLines(lines, languageId);
  return solid(lines).filter(({ index }) => !isComment[index]);
}

const WORD = /[\p{L}_$][\p{L}\p{N}_$]*/gu;

const wordsOf = (lines: readonly string[]): string[] => lines.join('\n').match(WORD) ?? [];

function wordsKept(block: readonly string[], answer: readonly string[]): number {
  const [ours, theirs] = [countOf(new Set(wordsOf(block))), countOf(new Set(wordsOf(answer)))];
  return ours.size === 0 ? 1 : shared(ours, theirs) / ours.size;
}

/** True if an answer ends as its block does: with a statement, and no deeper, so that nobody can think its end lost. */
function endsAsDeep({ answer, block, now }: Draft): boolean {
  const depth = (lines: readonly string[]) =>
    indentOf(lines.at(-1) ?? '').length - indentOf(lines[0] ?? '').length;
  const isDeeper = depth(answer) > 0 && depth(block) <= 0;
  return !isDeeper && /[;})\]]$|\bend$|^[^([{,+*/&|=]+$/.test(now.at(-1)?.text ?? '');
}
