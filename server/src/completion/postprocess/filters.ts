import { alignStart } from './alignStart.ts';
import { dropBlank } from './dropBlank.ts';
import { dropClosersBelow } from './dropClosersBelow.ts';
import { dropDeclared } from './dropDeclared.ts';
import { dropEchoAtEnd } from './dropEchoAtEnd.ts';
import { dropEchoOfNextLine } from './dropEchoOfNextLine.ts';
import { dropLoneClosers } from './dropLoneClosers.ts';
import { dropRepetition } from './dropRepetition.ts';
import { dropSecrets } from './dropSecrets.ts';
import type { CanonicalFilter, FittingFilter } from './filter.ts';
import { matchIndentation } from './matchIndentation.ts';
import { trimStart } from './trimStart.ts';

/**
 * A filter, and when it runs: on a text that still grows, and again when it is whole; on a whole text only, before it is
 * remembered; or whenever it is shown, on a copy, because what stands around the cursor may have changed.
 */
type Row =
  | { readonly when: 'growing' | 'whole'; readonly filter: CanonicalFilter }
  | { readonly when: 'shown'; readonly filter: FittingFilter };

/**
 * Every filter, in the order in which they run. Unwrapping comes before them: they expect code. A new filter is its own file
 * and one row here.
 */
const table: readonly Row[] = [
  // What a text repeats, how it begins and how it is indented can be told from its first lines. Repeats go first: the white
  // space behind one is then at the start; and a line is compared with those above once it begins where it should.
  { when: 'growing', filter: alignStart },
  { when: 'growing', filter: trimStart },
  { when: 'growing', filter: matchIndentation },
  // These judge a text as a whole. The end is trimmed last: what was cut may leave white space there.
  { when: 'whole', filter: dropRepetition },
  { when: 'whole', filter: dropSecrets },
  { when: 'whole', filter: dropBlank },
  // Fitting is repeated until nothing changes (`fitAgain`), so the order decides little here: echoes of whole lines go first,
  // closers, which end what is left, last.
  { when: 'shown', filter: dropEchoOfNextLine },
  { when: 'shown', filter: dropEchoAtEnd },
  { when: 'shown', filter: dropDeclared },
  { when: 'shown', filter: dropClosersBelow },
  { when: 'shown', filter: dropLoneClosers },
];

/** Those for a text that still grows. */
export const growingFilters = table.flatMap((row) => (row.when === 'growing' ? [row.filter] : []));

/** Those for a whole text, before it is remembered. */
export const canonicalFilters = table.flatMap((row) => (row.when === 'shown' ? [] : [row.filter]));

/** Those for every show. */
export const fittingFilters = table.flatMap((row) => (row.when === 'shown' ? [row.filter] : []));
