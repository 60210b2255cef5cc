import { coverClosers } from './coverClosers.ts';
import { cutAtSuffix } from './cutAtSuffix.ts';
import { dropBlank } from './dropBlank.ts';
import { dropClosersBelow } from './dropClosersBelow.ts';
import { dropEchoOfNextLine } from './dropEchoOfNextLine.ts';
import { dropEchoOfPrefix } from './dropEchoOfPrefix.ts';
import { dropRepetition } from './dropRepetition.ts';
import { dropSecrets } from './dropSecrets.ts';
import type { AskedPlace, CanonicalFilter, FittingFilter, Place } from './filter.ts';
import { limitLines } from './limitLines.ts';
import { isScopeWhole, limitScope } from './limitScope.ts';
import { matchIndentation } from './matchIndentation.ts';
import { normalizeLineEnds } from './normalizeLineEnds.ts';
import { stripFence } from './stripFence.ts';
import { stripMarkers } from './stripMarkers.ts';

/** What takes away what a model puts around its code; a text that is still growing passes these alone. */
const wrapping: readonly CanonicalFilter[] = [
  normalizeLineEnds,
  stripFence,
  stripMarkers,
  dropEchoOfPrefix,
  matchIndentation,
];

/** Phase 1, before anything is remembered: depends on the text and on where it was asked for. */
const canonical: readonly CanonicalFilter[] = [...wrapping, dropRepetition, dropSecrets, dropBlank];

/** Phase 2, at every show, on a copy of what `limitScope` chose: depends on what stands around the cursor now. */
const fitting: readonly FittingFilter[] = [
  coverClosers,
  cutAtSuffix,
  dropEchoOfNextLine,
  dropClosersBelow,
  limitLines,
  // The end that was cut may be the one that covered.
  coverClosers,
  dropBlank,
];

export { isScopeWhole };

export const toCanonical = (text: string, asked: AskedPlace): string =>
  canonical.reduce((result, filter) => filter(result, asked), text);

/** A beginning that may turn out to be a fence or a marker. */
const UNDECIDED = /^\s*(?:`{1,3}[\w+#.-]*[ \t]*|<[^>\n]*)$/;

/** A text that is still growing, as far as what a model puts around it is known. */
export function soFar(text: string, asked: AskedPlace): string {
  const start = text.trim();
  // It may turn out to be an echo of the line.
  const isEcho = start.length > 2 && asked.linePrefix.trim().startsWith(start);
  if (isEcho || UNDECIDED.test(text)) return '';
  return wrapping.reduce((result, filter) => filter(result, asked), text);
}

/** A text as it is shown at a place. */
export interface Fitted {
  /** The beginning of the whole that was chosen to be shown at once. */
  readonly chosen: string;
  /** The beginning of `chosen` that fits; '' where nothing does. */
  readonly text: string;
}

/** Chooses how much of a text is shown at once, and fits that to a place. */
export function fitTo(whole: string, place: Place): Fitted {
  const chosen = limitScope(whole, place);
  return { chosen, text: fit(chosen, place) };
}

/**
 * Fits what is shown already, and maybe typed into: all that was chosen then, not what fitted then, so that an unchanged
 * place has the same however often it is asked.
 */
export function fitAgain({ chosen, text: shown }: Fitted, place: Place): Fitted {
  const maxLines = shown.split('\n').length;
  return { chosen, text: fit(chosen, { ...place, maxLines }) };
}

const fit = (chosen: string, place: Place): string =>
  fitting.reduce((result, filter) => (result === '' ? '' : filter(result, place)), chosen);
