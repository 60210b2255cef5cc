import { minimalEdits } from '../minimalEdit.ts';
import { isVague, type Shift, shifted, type Unit, unitOf } from './indentation.ts';
import { indentOf, isBlank, trimBlankLines } from './line.ts';
import type { Replacement, WrittenEdit } from './searchReplace.ts';
import { withoutOurTags } from './wrappers.ts';

/** Lines of a block that an edit replaces, and what takes their place. */
export interface PlacedEdit {
  readonly first: number;
  readonly end: number;
  readonly lines: readonly string[];
  /** True if what was searched for stands there sign by sign. */
  readonly isExact: boolean;
}

/** Finds the one place of an edit in a block; `undefined` where there is none, or more than one, or more than one way to read it. */
export function placeEdit(
  edit: WrittenEdit,
  block: readonly string[],
  unit: Unit | undefined,
): PlacedEdit | undefined {
  const places = edit.map((reading) => placesOf(reading, block, unit));
  const [place, ...others] = places.flat();
  if (place === undefined || others.length > 0) return undefined;
  // Code that looks like the line between the halves stands in both, unless an edit is about that line: then nobody knows which is which.
  const isMiddle = 2 * places.findIndex((each) => each.length > 0) + 1 === edit.length;
  return isMiddle ? { ...place, isExact: place.isExact && edit.length === 1 } : undefined;
}

/** Every place of an edit: where its lines stand as they are; else without what is around them; else under another indentation. */
function placesOf(
  given: Replacement,
  block: readonly string[],
  unit: Unit | undefined,
): PlacedEdit[] {
  const bare = withoutWrappers(given, block);
  const ways = [
    () => exactPlaces(given, block),
    () => exactPlaces(trimmed(bare), block),
    () => shiftedPlaces(trimmed(bare), block, unit),
  ];
  for (const way of ways) {
    const places = way();
    if (places.length > 0) return places;
  }
  return [];
}

function exactPlaces({ search, replace }: Replacement, block: readonly string[]): PlacedEdit[] {
  return startsOf(search, block, (one, other) => one === other).map((first) => ({
    first,
    end: first + search.length,
    lines: replace,
    isExact: true,
  }));
}

/** Places whose lines differ from those searched for in white space at their ends, and in an indentation that is another by the same. */
function shiftedPlaces(
  given: Replacement,
  block: readonly string[],
  unit: Unit | undefined,
): PlacedEdit[] {
  const { search } = given;
  const starts = startsOf(search, block, (one, other) => one.trim() === other.trim());
  return starts.flatMap((first) => {
    const there = block.slice(first, first + search.length);
    const results = shiftsOf(given, there, unit).flatMap((shift) => {
      const lines = shiftedInto(given, there, shift);
      return lines === undefined ? [] : [lines];
    });
    const [lines] = results;
    // Two ways to read the indentation, of which nobody knows the right one.
    const isPlain = results.every((other) => other.join('\n') === lines?.join('\n'));
    const end = first + search.length;
    return lines === undefined || !isPlain ? [] : [{ first, end, lines, isExact: false }];
  });
}

/** How the indentation of an edit may become that of the lines that it is about. */
function shiftsOf(
  { search, replace }: Replacement,
  there: readonly string[],
  unit: Unit | undefined,
): Shift[] {
  const own = unitOf([...search, ...replace]) ?? unit ?? '    ';
  const [from, to] = [indentOf(search[0] ?? ''), indentOf(there[0] ?? '')];
  const shiftOf = (ownUnit: Unit, otherUnit: Unit): Shift => ({
    from: { unit: ownUnit, indent: from },
    to: { unit: otherUnit, indent: to },
  });
  const isSame = search.every((line, index) => {
    return isBlank(line) || indentOf(line) === indentOf(there[index] ?? '');
  });
  if (isSame) return [shiftOf(own, own)];
  const steps = shiftOf(own, unit ?? own);
  const hasTabs = own === '\t' || unit === '\t';
  return hasTabs ? [steps] : [steps, shiftOf(own, own)];
}

/** The lines that an edit is about after it; `undefined` where what it searches for stands there otherwise. */
function shiftedInto(
  { search, replace }: Replacement,
  there: readonly string[],
  shift: Shift,
): string[] | undefined {
  const isUniform = search.every((line, index) => {
    return isBlank(line) || shifted(indentOf(line), shift) === indentOf(there[index] ?? '');
  });
  const changes = minimalEdits(search.map(trimEnd), replace.map(trimEnd));
  const isPlain = changes.every(({ lines }) => {
    return lines.every((line) => isBlank(line) || !isVague(indentOf(line), shift));
  });
  if (!isUniform || !isPlain) return undefined;
  const lines = [...there];
  let moved = 0;
  for (const { first, end, lines: fresh } of changes) {
    const isPaired = fresh.length === end - first;
    const now = replace.slice(first + moved, first + moved + fresh.length).map((line, index) => {
      if (isBlank(line)) return '';
      // White space at an end that an edit does not change stays as it is: models put it there, or leave it out.
      const isKept = isPaired && endOf(line) === endOf(search[first + index] ?? '');
      const end = isKept ? endOf(there[first + index] ?? '') : '';
      return shifted(indentOf(line), shift) + line.trim() + end;
    });
    lines.splice(first + moved, end - first, ...now);
    moved += fresh.length - (end - first);
  }
  return lines;
}

const trimEnd = (line: string): string => line.trimEnd();
const endOf = (line: string): string => line.slice(line.trimEnd().length);

/** Where lines stand among others; nowhere for lines that say nothing. */
function startsOf(
  search: readonly string[],
  block: readonly string[],
  isSame: (one: string, other: string) => boolean,
): number[] {
  if (search.every(isBlank)) return [];
  const starts: number[] = [];
  for (let start = 0; start + search.length <= block.length; start++) {
    if (search.every((line, index) => isSame(line, block[start + index] ?? ''))) starts.push(start);
  }
  return starts;
}

/** Without the blank lines around what is searched for, where what takes its place has as many; else as it is. */
function trimmed(given: Replacement): Replacement {
  const { search, replace } = given;
  const above = search.findIndex((line) => !isBlank(line));
  const below = search.length - 1 - search.findLastIndex((line) => !isBlank(line));
  const end = replace.length - below;
  const isBoth = [...replace.slice(0, above), ...replace.slice(Math.max(0, end))].every(isBlank);
  const hasRoom = above >= 0 && above <= end;
  if (!isBoth || !hasRoom) return given;
  return { search: trimBlankLines(search), replace: replace.slice(above, end) };
}

const FENCE = /^\s*(?:`{3,}|~{3,})[\w+#.-]{0,20}\s*$/;

/** Without our tags and the fences around both halves. */
function withoutWrappers({ search, replace }: Replacement, block: readonly string[]): Replacement {
  const bare = {
    search: withoutOurTags(search, block),
    replace: withoutOurTags(replace, block),
  };
  const isFenced = (lines: readonly string[]) => {
    const inner = trimBlankLines(lines);
    return inner.length > 1 && FENCE.test(inner[0] ?? '') && FENCE.test(inner.at(-1) ?? '');
  };
  if (!isFenced(bare.search) || !isFenced(bare.replace)) return bare;
  const inside = (lines: readonly string[]) => trimBlankLines(lines).slice(1, -1);
  return { search: inside(bare.search), replace: inside(bare.replace) };
}
