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

/** For what has been shown and is typed into: its scope was chosen then, and it stays whole or goes. */
export function fitAgain(text: string, place: Place): string {
  const fits = fitting
    .filter((filter) => filter !== limitScope)
    .reduce((result, filter) => (result === '' ? '' : filter(result, place)), text);
  return fits === text.trimEnd() ? fits : '';
}

export const fitTo = (text: string, place: Place): string =>
  fitting.reduce((result, filter) => (result === '' ? '' : filter(result, place)), text);
