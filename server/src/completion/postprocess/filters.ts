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
  // First, because the others look at where the text's own code begins.
  { when: 'growing', filter: alignStart },
  // A repeated beginning leaves the white space behind it.
  { when: 'growing', filter: trimStart },
  // Compares the text's lines with those above, so its first line must stand where it will.
  { when: 'growing', filter: matchIndentation },
  // Counts lines that are equal, indentation included. A growing text may yet go on otherwise.
  { when: 'whole', filter: dropRepetition },
  // Before anything is remembered or stored.
  { when: 'whole', filter: dropSecrets },
  // Last, because what was cut may leave white space at the end.
  { when: 'whole', filter: dropBlank },
  // Echoes of whole lines first: what they end with may be closers, which have rules of their own.
  { when: 'shown', filter: dropEchoOfNextLine },
  { when: 'shown', filter: dropEchoAtEnd },
  // Cuts a text in the middle, so that closers of what it cuts off are not looked at.
  { when: 'shown', filter: dropDeclared },
  // Closers last: which of them stand below already depends on how the text ends.
  { when: 'shown', filter: dropClosersBelow },
  { when: 'shown', filter: dropLoneClosers },
];

/** Those for a text that still grows. */
export const growingFilters = table.flatMap((row) => (row.when === 'growing' ? [row.filter] : []));

/** Those for a whole text, before it is remembered. */
export const canonicalFilters = table.flatMap((row) => (row.when === 'shown' ? [] : [row.filter]));

/** Those for every show. */
export const fittingFilters = table.flatMap((row) => (row.when === 'shown' ? [row.filter] : []));
