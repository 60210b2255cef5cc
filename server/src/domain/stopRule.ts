import type { Said } from './wrapping/layer.ts';
import type { Surroundings } from './wrapping/standpoint.ts';
import { unwrap } from './wrapping/unwrap.ts';

/**
 * Decides, while text streams in, where it is whole. Named and versioned because it is part of the
 * cache key: the same model answer under another rule is another answer. Lines are those of the answer itself, behind
 * whatever a model puts around it; where a wrapper has ended, the text is whole, too.
 * - `none`: only the model ends the text.
 * - `line`: whole at the first line break.
 * - `lines`: whole after so many lines. More is asked for than is shown at once: what is left is shown when the
 *   cursor gets there, and costs no call.
 */
export type StopRule =
  | { readonly name: 'none'; readonly version: 1 }
  | { readonly name: 'line'; readonly version: 2 }
  | { readonly name: 'lines'; readonly version: 2; readonly maxLines: number };

/** The text up to the border at which it is whole, or `undefined` while more must come. */
export function wholeText(
  rule: StopRule,
  text: string,
  surroundings: Surroundings,
): string | undefined {
  if (rule.name === 'none') return undefined;
  const answerOf = (length: number): Said =>
    unwrap({ text: text.slice(0, length), isOver: false }, surroundings);
  const answer = answerOf(text.length);
  const border = borderIn(rule, answer.text);
  if (border === -1 && !answer.isOver) return undefined;
  if (border !== -1 && text.startsWith(answer.text.slice(0, border))) return text.slice(0, border);
  const isWhole = (length: number): boolean => {
    const part = answerOf(length);
    return part.isOver || borderIn(rule, part.text) !== -1;
  };
  const most = leastOf(text.length, isWhole);
  return text.charAt(most - 1) === '\n' ? text.slice(0, most - 1) : text.slice(0, most);
}

/** Longest beginning that is looked at first, in characters. */
const FIRST_LENGTH = 1_024;

/**
 * The length of the shortest beginning that is whole, however it came in pieces: a text of `length` is. Most of what follows
 * it is not looked at.
 */
function leastOf(length: number, isWhole: (length: number) => boolean): number {
  let least = 0;
  let most = Math.min(length, FIRST_LENGTH);
  while (most < length && !isWhole(most)) {
    least = most + 1;
    most = Math.min(length, most * 2);
  }
  while (least < most) {
    const middle = Math.floor((least + most) / 2);
    if (isWhole(middle)) most = middle;
    else least = middle + 1;
  }
  return most;
}

/** Index of the line end at which an answer is whole; -1 where there is none yet. */
function borderIn(rule: Exclude<StopRule, { name: 'none' }>, answer: string): number {
  if (rule.name === 'line') {
    const start = answer.search(/\S/);
    return start === -1 ? -1 : answer.indexOf('\n', start);
  }
  let border = -1;
  for (let line = 0; line < rule.maxLines; line++) {
    border = answer.indexOf('\n', border + 1);
    if (border === -1) return -1;
  }
  return border;
}
