import { hasDots, isElision } from '../../domain/elisions.ts';
import { minimalEdits } from '../minimalEdit.ts';
import { commentLines } from './commentLines.ts';
import type { Draft } from './draft.ts';
import { faultOf } from './faults.ts';
import { hidesMore } from './hidden.ts';
import { countOf, shared, solid } from './line.ts';
import { isLikeLanguage } from './otherLanguage.ts';
import { type Intent, type Reading, type Refusal, refused } from './reading.ts';
import { laidOut, woven } from './rebase.ts';

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
  const stands = (line: string) => hasDots(line) || (isLess && isElision(line));
  return solid(answer).some(({ index, text }) => !known.has(text) && stands(answer[index] ?? ''));
}

/** Reads an answer that says the same in other words: code of its own, for the same place. */
export function readRewrite(draft: Draft): Reading {
  const { block, answer, old, now, languageId } = draft;
  if (!isLikeLanguage(answer, block, languageId)) return refused('otherLanguage');
  if (!isBalancedAs(answer, block)) return refused('cut');
  const top = draft.pairs[0];
  const isNamed = top?.old === 0 && top.now <= MAX_ABOVE;
  if (!isNamed && !namesTheSame(draft)) return refused('elsewhere');
  if (wordsKept(block, answer) < MIN_WORDS_KEPT) return refused('tooLittle');
  const last = draft.pairs.at(-1);
  const isClosed = last?.old === old.length - 1 && last.now === now.length - 1;
  return written(draft, isNamed && (isClosed || endsStatement(now.at(-1)?.text ?? '')));
}

/** Reads an answer that is to add comments alone: every line of code must be as it was, in its order. */
export function readComments(draft: Draft): Reading {
  const { block, answer, languageId } = draft;
  const before = codeOf(block, languageId);
  const after = codeOf(answer, languageId);
  const isSame =
    before.length === after.length && before.every((text, index) => text === after[index]);
  if (!isSame) return refused(after.length < before.length ? 'tooLittle' : 'changesCode');
  return written(draft, true);
}

function written(draft: Draft, isSure: boolean): Reading {
  const { block, first } = draft;
  const edits = minimalEdits(block, woven(draft, laidOut(draft))).map((edit) => ({
    ...edit,
    first: edit.first + first,
    end: edit.end + first,
  }));
  return edits.length === 0 ? { kind: 'unchanged' } : { kind: 'edits', edits, isSure };
}

/** Without blank lines and comments. */
function codeLines(lines: readonly string[], languageId: string): string[] {
  const isComment = commentLines(lines, languageId);
  return lines.filter((_, index) => !isComment[index]);
}

/** Lines of code in their normal form. */
const codeOf = (lines: readonly string[], languageId: string): string[] =>
  solid(codeLines(lines, languageId)).map(({ text }) => text);

/** True if a text leaves as many brackets of each kind open as another; those in strings count alike in both, mostly. */
function isBalancedAs(one: readonly string[], other: readonly string[]): boolean {
  return ['()', '[]', '{}'].every(
    ([open = '', close = '']) => net(one, open, close) === net(other, open, close),
  );
}

const net = (lines: readonly string[], open: string, close: string): number =>
  lines.reduce(
    (sum, line) => sum + (line.split(open).length - 1) - (line.split(close).length - 1),
    0,
  );

const WORD = /[\p{L}_$][\p{L}\p{N}_$]*/gu;

const wordsOf = (lines: readonly string[]): string[] => lines.join('\n').match(WORD) ?? [];

function wordsKept(block: readonly string[], answer: readonly string[]): number {
  const [ours, theirs] = [countOf(new Set(wordsOf(block))), countOf(new Set(wordsOf(answer)))];
  return ours.size === 0 ? 1 : shared(ours, theirs) / ours.size;
}

/** Longer lines are data. */
const MAX_LINE = 500;
const NO_NAMES = new Set('if for while switch return match with catch'.split(' '));

/** The name that a line declares: the first word in front of a bracket, an equals sign or a colon. */
function nameIn(line: string): string | undefined {
  const text = line.slice(0, MAX_LINE);
  for (const { 0: word, index } of text.matchAll(WORD)) {
    const behind = text.slice(index + word.length).trimStart();
    const close = behind.startsWith('<') ? behind.indexOf('>') : -1;
    if (/^[(=:{]/.test(behind.slice(close + 1).trimStart())) {
      return NO_NAMES.has(word) ? undefined : word;
    }
  }
  return undefined;
}

/** True if one of the answer's first lines declares what the block's first line does. */
function namesTheSame({ old, now }: Draft): boolean {
  const name = nameIn(old[0]?.text ?? '');
  if (name === undefined) return false;
  return now.slice(0, MAX_ABOVE + 1).some(({ text }) => wordsOf([text]).includes(name));
}

const endsStatement = (line: string): boolean => /[;})\]]$|\bend$|^[^([{,+*/&|=]+$/.test(line);
