import { hasDots, isComment, isElision } from '../../domain/elisions.ts';
import { effectOf } from './actingComments.ts';
import { commentLines } from './commentLines.ts';
import { type Draft, editsOf } from './draft.ts';
import { endsAsDeep, hasProvenEnd, losesParameter } from './ends.ts';
import { faultOf } from './faults.ts';
import { hidesMore } from './hidden.ts';
import { isHollow } from './hollow.ts';
import { countOf, isBlank, type Solid, solid } from './line.ts';
import { nameOf } from './naming.ts';
import { isLikeLanguage } from './otherLanguage.ts';
import { type Intent, type Reading, type Refusal, refused } from './reading.ts';
import { isClosedAs } from './structure.ts';
import { isFlat, laidWhole, withFirstIndent } from './wholeLayout.ts';
import { wordsKept } from './words.ts';

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
  /^(?:todo\W{1,3}|the |your |all |keep |with )*(?:existing|remaining|remainder|rest|other|same|unchanged|previous|original)\b.*\b(?:code|functions?|methods?|lines?|implementation|logic|body|class|file|block|unchanged|same|before|above)\b/i;

/** Reads an answer that says the same in other words: code of its own, for the same place. */
export function readRewrite(said: Draft): Reading {
  const draft = withFirstIndent(said);
  const { block, answer, languageId } = draft;
  if (!isLikeLanguage(answer, block, languageId)) return refused('otherLanguage');
  if (!isClosedAs(answer, block, languageId)) return refused('cut');
  const named = nameOf(draft);
  if (named === 'other') return refused('elsewhere');
  if (wordsKept(block, answer) < MIN_WORDS_KEPT) return refused('tooLittle');
  if (isFlat(draft)) return refused('elsewhere');
  const isProven = hasProvenEnd(answer, block);
  if (!isProven && losesParameter(draft)) return refused('cut');
  const { lines, isVague } = laidWhole(draft);
  const isFull = endsAsDeep(draft) && !isHollow(answer, block, languageId);
  return written(draft, withEnds(draft, lines), named === 'same' && !isVague && isProven && isFull);
}

/** Reads an answer that is to add comments alone: every line of code must be as it was, in its order. */
export function readComments(said: Draft): Reading {
  const draft = withFirstIndent(said);
  const { block, answer, languageId } = draft;
  const before = codeOf(block, languageId);
  const after = codeOf(answer, languageId);
  const isSame =
    before.length === after.length &&
    before.every(({ text }, index) => text === after[index]?.text);
  if (!isSame) return refused(after.length < before.length ? 'tooLittle' : 'changesCode');
  const effect = effectOf(answer, block, languageId);
  if (effect === 'changesProgram') return refused('changesCode');
  const [top] = after;
  const isDeep = answer.some(
    (_, index) => index > (top?.index ?? 0) && isNew(answer, index, after),
  );
  const hasStars = answer.some((line) => /^\s*\*/.test(line));
  if ((isDeep || hasStars) && isFlat(draft)) return refused('elsewhere');
  const lines = [...laidWhole(draft).lines];
  for (const [index, { index: at }] of after.entries()) {
    lines[at] = block[before[index]?.index ?? 0] ?? '';
  }
  // Tools read some comments: nobody loses one unseen.
  const kept = countOf(solid(answer).map(({ text }) => text));
  const isKept = solid(block).every(({ text }) => kept.has(text));
  const isSure = isKept && effect === undefined;
  return written(draft, withGaps(draft, lines, before, after), isSure);
}

/** True for a line that is not blank and no code. */
const isNew = (answer: readonly string[], at: number, code: readonly Solid[]): boolean =>
  !isBlank(answer[at]) && code.every(({ index }) => index !== at);

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
