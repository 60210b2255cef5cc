import { alignStart } from './alignStart.ts';
import { dropBlank } from './dropBlank.ts';
import { dropClosersBelow } from './dropClosersBelow.ts';
import { dropDeclared } from './dropDeclared.ts';
import { dropEchoOfNextLine } from './dropEchoOfNextLine.ts';
import { dropRepetition } from './dropRepetition.ts';
import { dropSecrets } from './dropSecrets.ts';
import type { AskedPlace, CanonicalFilter, FittingFilter, Place } from './filter.ts';
import { type Joined, joinSuffix } from './joinSuffix.ts';
import { limitLines } from './limitLines.ts';
import { isScopeWhole, limitScope } from './limitScope.ts';
import { matchIndentation } from './matchIndentation.ts';
import { trimStart } from './trimStart.ts';
import { unwrapped } from './unwrapped.ts';

/** What a text passes that is still growing, once it is known what a model has put around it. */
const growing: readonly CanonicalFilter[] = [alignStart, trimStart, matchIndentation];

/** Phase 1, before anything is remembered: depends on the text and on where it was asked for. */
const canonical: readonly CanonicalFilter[] = [
  (text, asked) => unwrapped({ text, isOver: true }, asked),
  ...growing,
  dropRepetition,
  dropSecrets,
  dropBlank,
];

/** Phase 2, at every show, on a copy of what `limitScope` chose: depends on what stands around the cursor now. */
const fitting: readonly FittingFilter[] = [
  dropEchoOfNextLine,
  dropDeclared,
  dropClosersBelow,
  limitLines,
];

export { isScopeWhole };

export const toCanonical = (text: string, asked: AskedPlace): string =>
  canonical.reduce((result, filter) => filter(result, asked), text);

/** A text that is still growing, as far as what a model puts around it is known. */
export function soFar(text: string, asked: AskedPlace): string {
  const answer = unwrapped({ text, isOver: false }, asked);
  const start = answer.trim();
  // It may turn out to be an echo of the line.
  const isEcho = start.length > 2 && asked.linePrefix.trim().startsWith(start);
  if (isEcho) return '';
  return growing.reduce((result, filter) => filter(result, asked), answer);
}

/** A text as it is shown at a place. */
export interface Fitted extends Joined {
  /** The beginning of the whole that was chosen to be shown at once; `text` is the beginning of it that fits. */
  readonly chosen: string;
}

/** Chooses how much of a text is shown at once, and fits that to a place. */
export function fitTo(whole: string, place: Place): Fitted {
  const chosen = limitScope(whole, place);
  const fitted = fit(chosen, place);
  if (chosen.length === whole.length || place.cursor.lineSuffix.trim() === '') {
    return { chosen, ...fitted };
  }
  // What closes too much by its end may open it again behind: then it is one whole.
  const all = fit(whole, place);
  const isOne = fitted.closes && !all.closes && all.text !== '';
  return isOne ? { chosen: whole, ...all } : { chosen, ...fitted };
}

/**
 * True if a text that is still growing has closed what the rest of the cursor's line closes: it may open it again behind, and then
 * that has to stay.
 */
export const closesSuffix = (text: string, cursor: Place['cursor']): boolean =>
  cursor.lineSuffix.trim() !== '' &&
  fit(text, { cursor, maxLines: Number.POSITIVE_INFINITY }).closes;

/**
 * Fits what is shown already, and maybe typed into: all that was chosen then, not what fitted then, so that an unchanged
 * place has the same however often it is asked.
 */
export function fitAgain(chosen: string, shown: string, place: Place): Fitted {
  const maxLines = shown.split('\n').length;
  return { chosen, ...fit(chosen, { ...place, maxLines }) };
}

function fit(chosen: string, place: Place): Joined {
  const text = fitting.reduce(
    (result, filter) => (result === '' ? '' : filter(result, place)),
    chosen,
  );
  return joinSuffix(text, place);
}
