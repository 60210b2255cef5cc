import { addsComment, isComment } from '../../domain/elisions.ts';
import { MIN_LIKENESS } from './alignment.ts';
import type { Draft } from './draft.ts';
import { likeness, traitsOf } from './likeness.ts';
import { normal } from './line.ts';
import type { Laid } from './rebase.ts';

/** A line that keeps less of its length than this share has perhaps lost its end. */
const LOST_LENGTH = 0.7;

/**
 * True if there is something odd about a line that is new or changed: it says once more what stands beside it, it brings a
 * comment, or signs that wrappers leave behind.
 */
export function isOdd(
  draft: Draft,
  laid: readonly Laid[],
  { line, old }: Laid,
  index: number,
): boolean {
  const text = old === undefined ? '' : (draft.block[draft.old[old]?.index ?? -1] ?? '');
  const [now, before] = [normal(line), normal(text)];
  if (now === before) return false;
  const neighbours = [laid[index - 1], laid[index + 1]].flatMap((each) => each?.line ?? []);
  if (neighbours.some((other) => isTwice(now, normal(other), old === undefined))) return true;
  if (now.length < LOST_LENGTH * before.length) return true;
  if (addsComment(line, text) || isComment(line) !== isComment(text)) return true;
  return addsSigns(now, before, draft.block.join('\n'));
}

/** True if a line says once more what the one beside it says; of a new line it is enough to be like it. */
function isTwice(now: string, other: string, isNew: boolean): boolean {
  if (now.length < 3) return false;
  if (!isNew) return now === other;
  const isLonger = other.length > 3 && (now.startsWith(other) || other.startsWith(now));
  return isLonger || likeness(traitsOf(other), traitsOf(now)) >= MIN_LIKENESS;
}

/** True if the last line is another, and may have lost its end. */
export function endsOddly({ old }: Draft, laid: readonly Laid[]): boolean {
  const last = laid.at(-1);
  const [now, before] = [normal(last?.line ?? ''), old[last?.old ?? -1]?.text ?? ''];
  if (now === before) return false;
  const isPrefix = before.startsWith(now);
  const isAlike = now.at(-1) === before.at(-1) || /[^\p{L}\p{N}_ (,[{.+=*/&|<-]$/u.test(now);
  return isPrefix || !isAlike || opened(now) > Math.max(0, opened(before));
}

/** Brackets that a line leaves open. */
const opened = (text: string): number =>
  (text.match(/[([{]/g)?.length ?? 0) - (text.match(/[)\]}]/g)?.length ?? 0);

/** Signs that wrappers leave behind: backticks, escaped quotes, entities, letters the block has none of. */
function addsSigns(now: string, before: string, block: string): boolean {
  const isMore = (sign: RegExp) =>
    (now.match(sign)?.length ?? 0) > (before.match(sign)?.length ?? 0);
  const isForeign = [...now].some((letter) => letter > '\u007f' && !block.includes(letter));
  return (
    isForeign ||
    isMore(/`/g) ||
    isMore(/\\["']/g) ||
    isMore(/&(?:[a-z]{2,6}|#\d{1,5});/g) ||
    isMore(/&amp;/g)
  );
}
