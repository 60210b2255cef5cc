import { blockLines } from '../blockLines.ts';
import type { AskedPlace, RoomyContext, ShowContext } from './filter.ts';
import { filterGrowing, filterShown, filterWhole } from './filters.ts';
import { type Joined, joinSuffix } from './joinSuffix.ts';
import { leavesOpen } from './leavesOpen.ts';
import { limitLines } from './limitLines.ts';
import { isScopeWhole, limitScope } from './limitScope.ts';
import { mayStepIn } from './trimStart.ts';
import { isCutByDirection, unwrapped } from './unwrapped.ts';

export { isScopeWhole, leavesOpen };

/**
 * A whole text as it is remembered: depends on the text and on where it was asked for. Nothing is left of one that a character
 * that turns the direction of writing would cut: what stands before it is half of something that nobody sees.
 */
export function toCanonical(text: string, asked: AskedPlace): string {
  const answer = unwrapped({ text, isOver: true }, asked);
  return isCutByDirection(text, answer, asked) ? '' : filterWhole(answer, asked);
}

/** A text that is still growing, as far as what a model puts around it is known. */
export function soFar(text: string, asked: AskedPlace): string {
  const answer = unwrapped({ text, isOver: false }, asked);
  const start = answer.trim();
  // It may turn out to be an echo of the line.
  const isEcho = start.length > 2 && asked.linePrefix.trim().startsWith(start);
  if (isEcho || mayStepIn(answer, asked)) return '';
  return filterGrowing(answer + lastIndent(answer, text), asked);
}

/** The indentation that a text ends with, where its answer has lost it: it tells where a closer that follows would stand. */
function lastIndent(answer: string, text: string): string {
  const indent = /\n[ \t]*$/.exec(text)?.[0];
  if (indent === undefined || !text.slice(0, -indent.length).endsWith(answer.trimEnd())) return '';
  return answer.endsWith('\n') ? indent.slice(1) : indent;
}

/** A text as it is shown at a place. */
export interface Fitted extends Joined {
  /** The beginning of the whole that was chosen to be shown at once; `text` is the beginning of it that fits. */
  readonly chosen: string;
}

/** Chooses how much of a text is shown at once, and fits that to a place. */
export function fitTo(whole: string, place: RoomyContext): Fitted {
  const scope = limitScope(whole, place);
  const fitted = fitAgain(withinLines(scope, place), place);
  if (scope.length === whole.length || place.cursor.lineSuffix.trim() === '') return fitted;
  // What closes too much by its end may open it again behind, and what it leaves open be closed: then it is one whole.
  const all = fitAgain(withinLines(whole, place), place);
  const isHalf = ({ closes, text }: Fitted) => closes || leavesOpen(text, place.cursor);
  return isHalf(fitted) && !isHalf(all) && all.text !== '' ? all : fitted;
}

/**
 * As much of a text as leaves no more lines than allowed, closers that stand below not counted; before something on the
 * cursor's line it ends with a line that leaves nothing open, and where none of these does, it may have more; '' where that
 * does not help.
 */
function withinLines(text: string, place: RoomyContext): string {
  const filtered = filterShown(text, place);
  if (filtered.split('\n').length <= place.maxLines) return text;
  const limited = limitLines(filtered, place);
  if (limited === filtered) return text;
  const some = wholeLines(limited, place);
  if (some !== '') return some;
  const longer = limitLines(filtered, { ...place, maxLines: blockLines(place.maxLines) });
  const isWhole = longer === filtered && !leavesOpen(text, place.cursor);
  return isWhole ? text : wholeLines(longer, place);
}

function wholeLines(text: string, { cursor }: ShowContext): string {
  const lines = text.trimEnd().split('\n');
  for (let count = lines.length; count > 1; count--) {
    const some = lines.slice(0, count).join('\n');
    if (some.trim() !== '' && !leavesOpen(some, cursor)) return `${some}\n`;
  }
  return leavesOpen(text, cursor) ? '' : text;
}

/**
 * True if a text that is still growing has closed what the rest of the cursor's line closes: it may open it again behind, and then
 * that has to stay.
 */
export const closesSuffix = (text: string, cursor: ShowContext['cursor']): boolean =>
  cursor.lineSuffix.trim() !== '' && fitAgain(text, { cursor }).closes;

/** The text fitted last at each place: a stream asks for the same lines again while one more grows. */
const lastFitted = new WeakMap<ShowContext['cursor'], Fitted>();

/** Each try but the last makes a text shorter; more than two are seldom needed. */
const MAX_TRIES = 20;

/**
 * Fits what is shown already, and maybe typed into: all that was chosen then, not what fitted then, so that an unchanged
 * place has the same however often it is asked. What one filter cuts may leave an end that another does: what comes out
 * passes all of them unchanged.
 */
export function fitAgain(chosen: string, place: ShowContext): Fitted {
  const last = lastFitted.get(place.cursor);
  if (last?.chosen === chosen) return last;
  const fitted = { chosen, ...fit(chosen, place) };
  lastFitted.set(place.cursor, fitted);
  return fitted;
}

function fit(chosen: string, place: ShowContext): Joined {
  let joined = joinSuffix(filterShown(chosen, place), place);
  let tried = chosen;
  for (let tries = 0; tries < MAX_TRIES && joined.text !== '' && joined.text !== tried; tries++) {
    tried = joined.text;
    const again = joinSuffix(filterShown(tried, place), place);
    if (again.text !== tried) joined = { ...again, closes: true };
  }
  return joined;
}
