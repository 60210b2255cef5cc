import { hasDots, isElision } from '../../domain/elisions.ts';
import { isDifference } from './differences.ts';
import { hasGutter } from './gutter.ts';
import { hidesMore } from './hidden.ts';
import { likeness, traitsOf } from './likeness.ts';
import { countOf, normal, type Solid, solid } from './line.ts';
import type { Refusal } from './reading.ts';
import { scan } from './scan.ts';
import { isDeclined, isSentence } from './sentences.ts';
import { isBrokenJson } from './wrappers.ts';

/** Returns why lines of an answer are unusable, whatever they change: for something that is in them and not in the block. */
export function faultOf(
  answer: readonly string[],
  block: readonly string[],
  languageId: string,
): Refusal | undefined {
  const old = solid(block);
  const fresh = newLines(answer, old);
  if (fresh.length > 0 && isDeclined(fresh[0] ?? '')) return 'declined';
  if (isDifference(answer, old, languageId)) return 'difference';
  const lost = newLines(block, solid(answer));
  if (fresh.some((line) => isElision(line) && !isChanged(line, lost))) return 'elided';
  if (hidesMore(answer.join('\n'), block.join('\n'), languageId)) return 'hidden';
  if (isBrokenJson(answer, block)) return 'cut';
  if (curlyIn(answer, languageId) > curlyIn(block, languageId)) return 'noCode';
  const isOdd = (test: (line: string) => boolean) =>
    fresh.filter(test).length > lost.filter(test).length;
  if (isOdd((line) => isSentence(line, languageId)) || isOdd(hasGutter)) return 'noCode';
  if (isOdd((line) => /<\/?block>/.test(line)) || isOdd(isFence)) return 'noCode';
  return isNested(solid(answer), old) ? 'elsewhere' : undefined;
}

/** Quotes as word processors set them, outside of strings and comments, where no language has them. */
export function curlyIn(lines: readonly string[], languageId: string): number {
  if (!lines.some((line) => CURLY.test(line))) return 0;
  const short = lines.map((line) => line.slice(0, MAX_LINE));
  return scan(short, languageId).filter(({ code }) => CURLY.test(code)).length;
}

const CURLY = /[“”‘’]/;
/** Longer lines are read as far. */
const MAX_LINE = 2_000;

/** So much alike, a line is another one of the block that was changed, whatever it says. */
const SURELY_CHANGED = 0.75;

/** True for a line that was in the block and is worded anew: dots that are new in it still stand for code. */
function isChanged(line: string, lost: readonly string[]): boolean {
  const traits = traitsOf(normal(line));
  return lost.some((other) => {
    const isSame = hasDots(other) || !hasDots(line);
    return isSame && likeness(traitsOf(normal(other)), traits) >= SURELY_CHANGED;
  });
}

const isFence = (line: string): boolean => /^(?:`{3,}|~{3,})/.test(line.trim());

/** Lines that the block does not hold, or not as often. */
function newLines(answer: readonly string[], old: readonly Solid[]): string[] {
  const left = countOf(old.map(({ text }) => text));
  return solid(answer).flatMap(({ index, text }) => {
    const count = left.get(text) ?? 0;
    left.set(text, count - 1);
    return count > 0 ? [] : [answer[index] ?? ''];
  });
}

/** True if the block begins more often in the answer than in itself: it would be written twice. */
function isNested(now: readonly Solid[], old: readonly Solid[]): boolean {
  const opening = old[0]?.text ?? '';
  if (old.length < 2 || !/\w{2}/.test(opening)) return false;
  const count = (lines: readonly Solid[]) => lines.filter(({ text }) => text === opening).length;
  return count(now) > count(old);
}

/** True if the last line of an answer is the beginning of the one it takes the place of. */
export function isCutShort(now: readonly Solid[], old: string | undefined): boolean {
  const last = now.at(-1)?.text ?? '';
  const whole = normal(old ?? '');
  return last.length < whole.length && whole.startsWith(last);
}
