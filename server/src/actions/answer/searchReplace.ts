/** Lines that an answer searches for in a block, and those that take their place. */
export interface Replacement {
  readonly search: readonly string[];
  readonly replace: readonly string[];
}

/**
 * An edit as an answer writes it. It has several readings where lines of the code look like the line between its halves, one for each
 * of them.
 */
export type WrittenEdit = readonly Replacement[];

/** The edits in a text; `none` where it holds no sign of one. */
export type WrittenEdits =
  | { readonly kind: 'none' }
  /** The last one has no end. */
  | { readonly kind: 'cut' }
  /** Something stands where it cannot. */
  | { readonly kind: 'malformed' }
  | {
      readonly kind: 'edits';
      readonly edits: readonly WrittenEdit[];
      /** Lines around them. */
      readonly rest: readonly string[];
    };

/** Above what is searched for: Aider's word, its older ones, and Cline's signs; in any number that models write. */
const OPENER = /^\s*(?:<{5,9}|-{5,9}(?=\s*search)) ?(?:search|original|old|find)\b[\s:<>`]*$/i;
/** As conflicts of Git begin, which models take for it. */
const CONFLICT_OPENER = /^\s*<{5,9}(?: ?head)?\s*$/i;
const DIVIDER = /^\s*={5,9}(?: {0,4}(?:replace|updated|with|new) ?:?)?\s*$/i;
const CLOSER = /^\s*(?:>{5,9}|\+{5,9}(?=\s*replace)) ?(?:replaced?|updated?|new)\b[\s:`]*$/i;
const CONFLICT_CLOSER = /^\s*>{5,9}(?: ?\w{1,40})?\s*$/;

/** Lines of one edit that may be the one between its halves; code with more of them is not told from it. */
const MAX_DIVIDERS = 20;
/** A line of a conflict, as code itself may hold one. */
const CONFLICT_LINE = /^\s*(?:<{5,9}|>{5,9})(?:\s|$)/;

/** Finds the edits that search for text and replace it, whatever stands around them. */
export function editsIn(text: string, block: readonly string[]): WrittenEdits {
  // Where the code itself shows such edits, nobody can tell which lines are whose.
  if (block.some((line) => OPENER.test(line) || CLOSER.test(line))) return { kind: 'none' };
  const hasConflict = block.some((line) => CONFLICT_LINE.test(line));
  const opens = (line: string) => OPENER.test(line) || (!hasConflict && CONFLICT_OPENER.test(line));
  const closes = (line: string) =>
    CLOSER.test(line) || (!hasConflict && CONFLICT_CLOSER.test(line));
  const lines = text.split('\n');
  if (!lines.some(opens)) return { kind: 'none' };
  const edits: WrittenEdit[] = [];
  const rest: string[] = [];
  let inside: string[] | undefined;
  for (const line of lines) {
    if (inside === undefined) {
      if (opens(line)) inside = [];
      else if (closes(line) || DIVIDER.test(line)) return { kind: 'malformed' };
      else rest.push(line);
    } else if (opens(line)) return { kind: 'malformed' };
    else if (closes(line)) {
      const edit = readingsOf(inside);
      if (edit.length === 0) return { kind: 'malformed' };
      edits.push(edit);
      inside = undefined;
    } else inside.push(line);
  }
  return inside === undefined ? { kind: 'edits', edits, rest } : { kind: 'cut' };
}

/** One reading for each line that may be the one between the halves; without those that tear a conflict apart. */
function readingsOf(lines: readonly string[]): WrittenEdit {
  const dividers = lines.flatMap((line, index) => (DIVIDER.test(line) ? [index] : []));
  if (dividers.length > MAX_DIVIDERS) return [];
  const all = dividers.map((index) => ({
    search: lines.slice(0, index),
    replace: lines.slice(index + 1),
  }));
  if (all.length < 2) return all;
  const whole = all.filter(({ search, replace }) => isBalanced(search) && isBalanced(replace));
  return whole.length > 0 ? whole : all;
}

/** True if as many conflicts end in lines as begin there. */
const isBalanced = (lines: readonly string[]): boolean =>
  lines.filter((line) => /^\s*<{5,9}/.test(line)).length ===
  lines.filter((line) => /^\s*>{5,9}/.test(line)).length;
