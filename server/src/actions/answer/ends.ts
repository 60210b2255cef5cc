import { declaredNames } from '../../documents/declaredName.ts';
import type { Draft } from './draft.ts';
import { countOf, indentOf, isBlank, normal } from './line.ts';
import { wordsOf } from './words.ts';

/** A line that closes what was opened above, or ends a function by leaving it. */
const CLOSING =
  /^(?:[}\])>]+(?:[;,]|$|\s)|end\b|fi\b|done\b|esac\b|(?:return|raise|yield|throw|break|pass|continue)\b)|[;}]$/;

/** True if the last line of an answer says that nothing is to follow: it is the block's own, or closes or leaves what was opened. */
export function hasProvenEnd(answer: readonly string[], block: readonly string[]): boolean {
  const [now, before] = [lastOf(answer), lastOf(block)];
  if (normal(now) === normal(before)) return true;
  return CLOSING.test(now.trim()) && (!/^\s*[}\])>]/.test(now) || indentOf(now) <= baseOf(answer));
}

/** The indentation that the last line of a whole block has at most: that of its first line, which is lost where a model trims its answer. */
function baseOf([first = '', ...rest]: readonly string[]): string {
  const indents = rest.filter((line) => !isBlank(line)).map(indentOf);
  const least = indents.reduce((one, other) => (other < one ? other : one), indents[0] ?? '');
  return indentOf(first) === '' && !/^[ \t]/.test(first) && isTrimmed(first, rest)
    ? least
    : indentOf(first);
}

/** True if a first line that opens something stands less deep than the line that closes it. */
const isTrimmed = (first: string, rest: readonly string[]): boolean =>
  /[{([]$/.test(first.trimEnd()) && rest.length > 0;

/** The last line of a text that is not blank. */
export const lastOf = (lines: readonly string[]): string =>
  lines.findLast((line) => !isBlank(line))?.trimEnd() ?? '';

/** True if something that the block is given, and makes use of, is given to the answer for nothing: its end may be lost. */
export function losesParameter({ block, answer }: Draft): boolean {
  const [header] = declaredNames(answer);
  if (header === undefined) return false;
  const given = wordsOf([(answer[header.line] ?? '').replace(/^[^(]*/, '')]);
  const [before, now] = [countOf(wordsOf(block)), countOf(wordsOf(answer))];
  return given.some(
    (word) => /^[\p{Ll}_$]/u.test(word) && (before.get(word) ?? 0) > 1 && now.get(word) === 1,
  );
}

/** True if an answer ends as its block does: with a statement, and no deeper, so that nobody can think its end lost. */
export function endsAsDeep({ answer, block, now }: Draft): boolean {
  const depth = (lines: readonly string[]) =>
    indentOf(lines.at(-1) ?? '').length - indentOf(lines[0] ?? '').length;
  const isDeeper = depth(answer) > 0 && depth(block) <= 0;
  return !isDeeper && /[;})\]]$|\bend$|^[^([{,+*/&|=]+$/.test(now.at(-1)?.text ?? '');
}
