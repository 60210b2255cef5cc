import { alignStart } from './alignStart.ts';
import { dropBlank } from './dropBlank.ts';
import { CLOSING_END, dropClosersBelow } from './dropClosersBelow.ts';
import { dropDeclared } from './dropDeclared.ts';
import { dropEchoAtEnd } from './dropEchoAtEnd.ts';
import { BEGUN_LENGTH, dropEchoOfNextLine } from './dropEchoOfNextLine.ts';
import { dropLoneClosers } from './dropLoneClosers.ts';
import { dropRepetition, MAX_CLOSED_LENGTH, MAX_LOOP_LENGTH } from './dropRepetition.ts';
import { type AskedFacts, askedFactsOf, type ShownFacts, shownFactsOf } from './facts.ts';
import type { AskedPlace, CanonicalFilter, FittingFilter, ShowContext } from './filter.ts';
import { INDENTED, matchIndentation } from './matchIndentation.ts';
import { BLANK_START, trimStart } from './trimStart.ts';

/** A filter that runs on a text that still grows, and again when it is whole. */
interface GrowingRow {
  readonly when: 'growing';
  readonly filter: CanonicalFilter;
  /** True for every text that the filter changes. */
  readonly mayChange: (text: string, at: AskedFacts) => boolean;
}

/** A filter that runs on a whole text only, before it is remembered. */
interface WholeRow {
  readonly when: 'whole';
  readonly filter: CanonicalFilter;
  /** True for every text that the filter changes. */
  readonly mayChange: (text: string) => boolean;
}

/** A filter that runs whenever a text is shown, on a copy, because what stands around the cursor may have changed. */
interface ShownRow {
  readonly when: 'shown';
  readonly filter: FittingFilter;
  /** True for every text that the filter changes. */
  readonly mayChange: (text: string, at: ShownFacts) => boolean;
}

/**
 * Every filter, in the order in which they run, with the condition without which it has nothing to do. Unwrapping comes
 * before them: they expect code. A new filter is its own file and one row here.
 */
export const table: readonly (GrowingRow | WholeRow | ShownRow)[] = [
  // What a text repeats, how it begins and how it is indented can be told from its first lines. Repeats go first: the white
  // space behind one is then at the start; and a line is compared with those above once it begins where it should.
  { when: 'growing', filter: alignStart, mayChange: saysAgain },
  { when: 'growing', filter: trimStart, mayChange: beginsBlank },
  { when: 'growing', filter: matchIndentation, mayChange: (text) => INDENTED.test(text) },
  // These judge a text as a whole. The end is trimmed last: what was cut may leave white space there.
  { when: 'whole', filter: dropRepetition, mayChange: repeatsItself },
  { when: 'whole', filter: dropBlank, mayChange: (text) => /\s$/.test(text) },
  // Fitting is repeated until nothing changes (`fitAgain`), so the order decides little here: echoes of whole lines go first,
  // closers, which end what is left, last.
  { when: 'shown', filter: dropEchoOfNextLine, mayChange: mayEchoBelow },
  { when: 'shown', filter: dropEchoAtEnd, mayChange: mayEndBelow },
  { when: 'shown', filter: dropDeclared, mayChange: (text, at) => !!at.declaring?.test(text) },
  { when: 'shown', filter: dropClosersBelow, mayChange: mayCloseBelow },
  { when: 'shown', filter: dropLoneClosers, mayChange: beginsWithCloser },
];

const growingRows = table.filter((row) => row.when === 'growing');
const wholeRows = table.filter((row) => row.when === 'whole');
const shownRows = table.filter((row) => row.when === 'shown');

/** A place's facts, the text that was filtered there last, and what came of it: a stream asks for the same again. */
interface Last<Facts> {
  readonly facts: Facts;
  readonly text: string;
  readonly result: string;
}

const lastGrown = new WeakMap<AskedPlace, Last<AskedFacts>>();
const lastShown = new WeakMap<ShowContext['cursor'], Last<ShownFacts>>();

/** Runs the filters for a text that still grows. */
export function filterGrowing(text: string, asked: AskedPlace): string {
  const last = lastGrown.get(asked);
  if (last?.text === text) return last.result;
  const facts = last?.facts ?? askedFactsOf(asked);
  let result = text;
  for (const { mayChange, filter } of growingRows) {
    if (mayChange(result, facts)) result = filter(result, asked);
  }
  lastGrown.set(asked, { facts, text, result });
  return result;
}

/** Runs the filters for a whole text, before it is remembered: those for a growing one, too. */
export function filterWhole(text: string, asked: AskedPlace): string {
  let result = filterGrowing(text, asked);
  for (const { mayChange, filter } of wholeRows) {
    if (mayChange(result)) result = filter(result, asked);
  }
  return result;
}

/** Runs the filters for a text that is shown. */
export function filterShown(text: string, place: ShowContext): string {
  const last = lastShown.get(place.cursor);
  if (last?.text === text) return last.result;
  const facts = last?.facts ?? shownFactsOf(place);
  let result = text;
  for (const { mayChange, filter } of shownRows) {
    if (result !== '' && mayChange(result, facts)) result = filter(result, place);
  }
  lastShown.set(place.cursor, { facts, text, result });
  return result;
}

const BLANK_LINE = /^[ \t]*\n/;
const QUOTES = '"\'`';

/** True for a text that begins with a line above, the beginning or end of the cursor's line, or that says whose file it is. */
function saysAgain(text: string, { line, above }: AskedFacts): boolean {
  if (text.includes('From ')) return true;
  if (line !== '' && BLANK_LINE.test(text)) return false;
  const start = text.trimStart();
  if (start === '') return false;
  if (above.has((start.split('\n', 1)[0] ?? '').trimEnd())) return true;
  if (line.length === 1 && start.startsWith(line)) return true;
  const isQuote = QUOTES.includes(start.charAt(0)) && line.endsWith(start.charAt(0));
  return isQuote || line.includes(start.slice(0, 2));
}

function beginsBlank(text: string, { line }: AskedFacts): boolean {
  return (line === '' ? BLANK_START : /^[ \t]+(?![ \t\n])/).test(text);
}

/** The same lines twice in a row. */
const LINES_TWICE = /^((?:[^\n]*\n){2,6})\1/m;
const LONG_LINE = new RegExp(`^[^\\n]{${MAX_CLOSED_LENGTH + 1}}`, 'm');

function repeatsItself(text: string): boolean {
  const isEndLong = text.length - text.lastIndexOf('\n') > MAX_LOOP_LENGTH + 1;
  return isEndLong || LINES_TWICE.test(text) || LONG_LINE.test(text);
}

/** True for a text that says the next line below, or that has several lines, where the cursor's is not begun. */
function mayEchoBelow(text: string, { line, linePrefix, next }: ShownFacts): boolean {
  if (next === undefined) return false;
  const isBegun = line.length >= BEGUN_LENGTH;
  const shown = linePrefix + text;
  return shown.includes(next) || (!isBegun && shown.trim().includes('\n'));
}

function mayEndBelow(text: string, { hasRest, next }: ShownFacts): boolean {
  return next !== undefined && !hasRest && text.includes(next);
}

function mayCloseBelow(text: string, { next }: ShownFacts): boolean {
  return next !== undefined && CLOSING_END.test(text) && text.includes(next);
}

function beginsWithCloser(text: string, { line, hasRest, next }: ShownFacts): boolean {
  return next !== undefined && line === '' && !hasRest && /^\s*[}\])]/.test(text);
}
