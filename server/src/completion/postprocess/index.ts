import { coverClosers } from './coverClosers.ts';
import { cutAtSuffix } from './cutAtSuffix.ts';
import { dropBlank } from './dropBlank.ts';
import { dropClosersBelow } from './dropClosersBelow.ts';
import { dropEchoOfNextLine } from './dropEchoOfNextLine.ts';
import { dropRepetition } from './dropRepetition.ts';
import type { CanonicalFilter, FittingFilter, Place } from './filter.ts';
import { limitLines } from './limitLines.ts';
import { isScopeWhole, limitScope } from './limitScope.ts';
import { normalizeLineEnds } from './normalizeLineEnds.ts';
import { stripFence } from './stripFence.ts';
import { stripMarkers } from './stripMarkers.ts';

/** Phase 1, before anything is remembered: depends on the text alone. */
const canonical: readonly CanonicalFilter[] = [
  normalizeLineEnds,
  stripFence,
  stripMarkers,
  dropRepetition,
  dropBlank,
];

/** Phase 2, at every show, on a copy: depends on what stands around the cursor now. */
const fitting: readonly FittingFilter[] = [
  limitScope,
  coverClosers,
  cutAtSuffix,
  dropEchoOfNextLine,
  dropClosersBelow,
  limitLines,
  dropBlank,
];

export { isScopeWhole };

export const toCanonical = (text: string): string =>
  canonical.reduce((result, filter) => filter(result), text);

/** A beginning that may turn out to be a fence or a marker. */
const UNDECIDED = /^\s*(?:`{1,3}[\w+#.-]*[ \t]*|<[^>\n]*)$/;

/** A text that is still growing, as far as what a model puts around it is known. */
export const soFar = (text: string): string =>
  UNDECIDED.test(text)
    ? ''
    : [normalizeLineEnds, stripFence, stripMarkers].reduce((all, filter) => filter(all), text);

/** For what has been shown and is typed into: its scope was chosen then, and it stays whole or goes. */
export function fitAgain(text: string, place: Place): string {
  const fits = fitting
    .filter((filter) => filter !== limitScope)
    .reduce((result, filter) => (result === '' ? '' : filter(result, place)), text);
  return fits === text.trimEnd() ? fits : '';
}

export const fitTo = (text: string, place: Place): string =>
  fitting.reduce((result, filter) => (result === '' ? '' : filter(result, place)), text);
