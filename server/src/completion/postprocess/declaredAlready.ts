import { declarationOf, declarationsOf } from '../syntax/declarations.ts';
import { indentOf } from '../syntax/indentation.ts';
import type { AskedPlace } from './filter.ts';

const COMMENT = /^\s*(?:\/\/|\/\*|\*|#(?!\[|\s*(?:include|import)\b)|--|<!--|"""|''')/;
/** A line that says under which condition, or as what, the one below it is declared. */
const ANNOTATION = /^\s*(?:@(?!import\b)|#\[)/;
/** Of these, what lets the same be declared once more without any. */
const TELLS_APART = /^(?:#\[cfg|@\S*overload\b|@\S+\.(?:setter|getter|deleter|register)\b)/m;
const CONDITION = /^\s*#\s*(if|elif|else|endif)/;
/** Signs that a line may end with or not. */
const END = /(?<![\s{:(])[\s{:(]+$/;
/** The end of a line that the statement goes on behind. */
const UNFINISHED = /[{(,\\]\s*$/;

/** True if the first thing that a text declares, comments aside, is in the document already. */
export function isDeclaredAlready(text: string, place: AskedPlace): boolean {
  const { linePrefix, document } = place;
  const lines = (linePrefix + text).split('\n');
  const first = lines.findIndex((line) => saysSomething(line));
  if (declarationOf(lines[first] ?? '', document.languageId) === undefined) return false;
  // A user who has typed its head wants it.
  const isTyped = first === 0 && (linePrefix.includes('(') || !/\p{L}/u.test(firstLineOf(text)));
  return !isTyped && new Declarations(lines, place).standsAlready(first);
}

/** The number of the first line behind the beginning of a text that is declared already; -1 where none is. */
export function declaredLater(text: string, place: AskedPlace): number {
  const lines = (place.linePrefix + text).split('\n');
  const { languageId } = place.document;
  const first = lines.findIndex((line) => saysSomething(line));
  const declared = declarationsOf(lines, languageId);
  const isLater = declared.some((each, index) => index > first && each !== undefined);
  if (first === -1 || !isLater) return -1;
  const declarations = new Declarations(lines, place);
  return lines.findIndex(
    (_, index) =>
      index > first && declared[index] !== undefined && declarations.standsAlready(index),
  );
}

export const saysSomething = (line: string): boolean =>
  line.trim() !== '' && !COMMENT.test(line) && !ANNOTATION.test(line);

const firstLineOf = (text: string): string => text.split('\n', 1)[0] ?? '';
const withoutEnd = (line: string): string => line.trim().replace(END, '');

/** The document as it would be with some lines in place of the cursor's. */
class Declarations {
  readonly #languageId: string;
  readonly #lines: readonly string[];
  readonly #start: number;
  readonly #end: number;

  constructor(own: readonly string[], { document, position: { line } }: AskedPlace) {
    this.#languageId = document.languageId;
    this.#lines = [...document.lines.slice(0, line), ...own, ...document.lines.slice(line + 1)];
    this.#start = line;
    this.#end = line + own.length;
  }

  /** True if what a new line declares is declared in the same scope: in the document, or by a new line above it. */
  standsAlready(index: number): boolean {
    const at = this.#start + index;
    const wanted = this.#statementAt(at);
    // Another of several lines may begin so, too.
    if (wanted === undefined) return false;
    return this.#lines.some((line, other) => {
      const isOther = other < at || other >= this.#end;
      if (!isOther || !line.includes(wanted[0] ?? '')) return false;
      const isSame = wanted.every((each, offset) => each === this.#partAt(other + offset, wanted));
      return isSame && this.#isVisible(at, other) && this.#isUnderTheSame(at, other);
    });
  }

  /** The lines by which a declaration is known: as a rule the first; all of an import or a head that goes on behind it. */
  #statementAt(at: number): readonly string[] | undefined {
    const line = this.#lines[at] ?? '';
    const isImport = declarationOf(line, this.#languageId) === 'import';
    if (!isImport && !/[(,<]\s*$/.test(line)) return [withoutEnd(line)];
    if (isImport && !UNFINISHED.test(line)) return [line.trim()];
    const lines = this.#lines.slice(at, this.#end);
    const close = lines.findIndex((each) => (isImport ? /[})]/ : /\)/).test(each));
    const statement = close === -1 ? lines : lines.slice(0, close + 1);
    return statement.length === 1 ? undefined : statement.map((each) => each.trim());
  }

  /** A line as a statement is compared with it. */
  #partAt(index: number, { length }: readonly string[]): string {
    const line = this.#lines[index] ?? '';
    const isWhole = length > 1 || declarationOf(line, this.#languageId) === 'import';
    return isWhole ? line.trim() : withoutEnd(line);
  }

  /** True if one line is in the other's scope: no line between them is indented less, or begins another branch. */
  #isVisible(at: number, other: number): boolean {
    const indent = indentOf(this.#lines[other] ?? '').length;
    const own = indentOf(this.#lines[at] ?? '').length;
    // What a module of Python imports is there in all of its functions.
    if (indent > own || (indent < own && this.#languageId !== 'python')) return false;
    let depth = 0;
    for (const line of this.#lines.slice(Math.min(at, other) + 1, Math.max(at, other))) {
      const condition = CONDITION.exec(line)?.[1];
      if (condition === 'if') depth++;
      else if (condition !== undefined && depth === 0) return false;
      else if (condition === 'endif') depth--;
      const isLess = saysSomething(line) && indentOf(line).length < indent;
      if (isLess) return false;
    }
    return true;
  }

  /** True if the same conditions and decorators stand above both lines, or, above the new one, none. */
  #isUnderTheSame(at: number, other: number): boolean {
    const above = (index: number) => {
      let first = index;
      while (ANNOTATION.test(this.#lines[first - 1] ?? '')) first--;
      return this.#lines
        .slice(first, index)
        .map((line) => line.trim())
        .join('\n');
    };
    const [ours, theirs] = [above(at), above(other)];
    return ours === theirs || (ours === '' && !TELLS_APART.test(theirs));
  }
}
