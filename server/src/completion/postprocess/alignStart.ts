import { marksOf } from '../syntax/marks.ts';
import { nestingOf } from '../syntax/nesting.ts';
import { MAX_LINES_ABOVE } from './facts.ts';
import type { AskedPlace } from './filter.ts';
import { Seam } from './seam.ts';

/** A text that repeats what stands more often than this says nothing else. */
const MAX_REPEATS = 20;
/** The fewest characters before the cursor, without white space, that are not repeated by chance. */
const LEAST_LENGTH = 8;
/** Of a whole line's beginning. */
const LEAST_LINE = 5;
/** A short call, which may well be nested in itself. */
const SHORT_CALL = /^[\p{L}\p{N}_$][\p{L}\p{N}_$.]{0,4}!?\($/u;
/** The beginning of a statement, of a call in a chain, or of a test of the shell: none of their parts begins so. */
const BEGINNING =
  /^(?:(?:if|for|while|switch|catch|elif|elsif|unless|until|match)\s*\(?|\.\p{L}\w*\(|\[\[.*)$/u;
/** The beginning of an assignment. */
const ASSIGNMENT = /^[\p{L}\p{N}_$.[\]]+\s*(?::?=|:)$/u;
/** A line of a comment that says something behind its mark. */
const COMMENTED = /^(?:\*|\/\/[/!]?|#|--)\s+\S/;
/** Signs that are not said twice in a row by chance, though no word is among them: an entry's number and its sign, or a mixture of signs. */
const SIGNS = /^\p{N}+\s*[=:]|(?:[^\s\p{L}\p{N}()[\]{}"'`,;.].*){3}/u;
/** The end of a statement, or more than closers: a text that begins and ends as the line does is that line. */
const TELLING_END = /;$|\p{L}.{3}/u;
const TRIPLE = /(?:"""|''')$/;
/** Of a word that goes on. */
const LEAST_LETTERS = 2;
/** How far back on the line a repeated end may begin. */
const MAX_LENGTH = 80;
const WORD = /[\p{L}\p{N}_$]/u;
const LETTER = /\p{L}/u;
/** How our own prompts head code from other files. */
const SNIPPET_HEAD = /^\s*(?:(?:\/\/|#|--)\s*)?From [\w.-]{1,80}:\s*$/;

/**
 * Takes away what a text repeats of what stands before the cursor: lines above and the cursor's, that line's beginning, its
 * last word; and where a text goes on with what our prompts say of other files, that.
 */
export function alignStart(text: string, asked: AskedPlace): string {
  const lines = text.split('\n');
  const head = lines.findIndex((line) => SNIPPET_HEAD.test(line));
  let own = head === -1 ? text : lines.slice(0, head).join('\n');
  // What is left may repeat it once more.
  for (let times = 0; times < MAX_REPEATS; times++) {
    const rest = withoutRepeat(own, asked);
    if (rest === undefined) return own;
    own = rest;
  }
  return '';
}

function withoutRepeat(text: string, asked: AskedPlace): string | undefined {
  const isOnNextLine = /^[ \t]*\n/.test(text) && asked.linePrefix.trim() !== '';
  if (isOnNextLine) return undefined;
  return (
    withoutLinesAbove(text, asked) ??
    withoutLine(text, asked) ??
    withoutQuote(text, asked) ??
    withoutWord(text, asked)
  );
}

/** Without the lines above the cursor's and what stands of that; `undefined` where it does not begin so. */
function withoutLinesAbove(
  text: string,
  { document, position, linePrefix }: AskedPlace,
): string | undefined {
  const lines = text.replace(/^(?:[ \t]*\n)+/, '').split('\n');
  const first = lines[0]?.trim() ?? '';
  if (first === '') return undefined;
  const most = Math.min(MAX_LINES_ABOVE, position.line, lines.length - 1);
  const line = linePrefix.trim();
  for (let count = most; count > 0; count--) {
    const above = document.lines
      .slice(position.line - count, position.line)
      .map((each) => each.trim());
    if (above[0] !== first || !above.every((each, index) => each === lines[index]?.trim()))
      continue;
    const own = lines[count] ?? '';
    if (!own.trimStart().startsWith(line) || !isRepeated(above, line, lines)) continue;
    // A line that is said again and again says nothing.
    if (line === '' && lines.length > 1 && lines.every((each) => each.trim() === first)) return '';
    const rest = line === '' ? own : behind(own.trimStart(), line, linePrefix);
    return [rest, ...lines.slice(count + 1)].join('\n');
  }
  return undefined;
}

/** True if lines are no repetition that code has by itself: they are long enough, and the text does not stay with them. */
function isRepeated(above: readonly string[], line: string, lines: readonly string[]): boolean {
  const said = above.join('') + line;
  if (said.length < LEAST_LENGTH || !LETTER.test(said)) return false;
  const isComment = /^(?:\/\/|\/?\*|#|--|<!--)/.test(said);
  return line !== '' || above.length > 1 || lines.length > above.length || isComment;
}

/** Without the quote that opens a string, where the cursor is in an empty one: no word follows an empty string. */
function withoutQuote(
  text: string,
  { document, position, linePrefix }: AskedPlace,
): string | undefined {
  const quote = TRIPLE.exec(linePrefix)?.[0] ?? linePrefix.slice(-1);
  const start = text.trimStart();
  const isEmpty =
    quote.length > 1 || document.lineAt(position.line).startsWith(quote, position.character);
  if (!/["'`]/.test(quote) || !isEmpty || !start.startsWith(quote)) return undefined;
  const rest = start.slice(quote.length);
  return /^[\p{L}\p{N}_/@.~#$%<&*-]/u.test(rest) ? rest : undefined;
}

/** Without the beginning of the cursor's line. */
function withoutLine(text: string, asked: AskedPlace): string | undefined {
  const { linePrefix } = asked;
  const line = linePrefix.trim();
  const start = text.trimStart();
  if (line === '' || !start.startsWith(line)) return undefined;
  const rest = behind(start, line, linePrefix);
  if (standsTwice(line, asked)) return undefined;
  const isCall = SHORT_CALL.test(line);
  const isTelling = LETTER.test(line) || SIGNS.test(line);
  const isLong = line.length >= LEAST_LINE && isTelling && !isCall;
  const isBeginning = BEGINNING.test(line) || COMMENTED.test(line) || ASSIGNMENT.test(line);
  const end = lineSuffixOf(asked).trim();
  const isEnded = end !== '' && firstLineOf(start).endsWith(end);
  const isTold = TELLING_END.test(end) && isBalanced(firstLineOf(start), asked);
  const isWhole = isEnded && (isTold || (!isCall && line.length > 1));
  const isFromMargin = /^(?:\t| {2})/.test(linePrefix) && text.startsWith(linePrefix.trimEnd());
  const isBrace = /[({[:]$/.test(line) && /^[ \t]*\n/.test(rest);
  return isFromMargin ||
    isLong ||
    isBeginning ||
    isWhole ||
    isBrace ||
    isRepeat(line, text, rest, asked)
    ? rest
    : undefined;
}

/** True if lines nearby begin twice with what stands, as those of an enumeration do: `Kind[Kind["a"] = 0] = "a"`. */
function standsTwice(line: string, { document, position }: AskedPlace): boolean {
  if (!line.endsWith('[')) return false;
  const { lines } = document;
  const nearby = lines.slice(
    Math.max(0, position.line - MAX_LINES_ABOVE),
    position.line + MAX_LINES_ABOVE,
  );
  return nearby.some((each) => each.includes(line + line));
}

const firstLineOf = (text: string): string => (text.split('\n', 1)[0] ?? '').trimEnd();

const lineSuffixOf = ({ document, position }: AskedPlace): string =>
  document.lineAt(position.line).slice(position.character);

/** True if a line opens nothing that it does not close, and closes nothing else: it is whole. */
function isBalanced(line: string, { document }: AskedPlace): boolean {
  const { open, outer } = nestingOf(line, marksOf(document.languageId));
  return open.length === 0 && outer.length === 0;
}

/** Without the last word of the cursor's line, and what belongs to it; the longest beginning of the text that stands there. */
function withoutWord(text: string, asked: AskedPlace): string | undefined {
  const { linePrefix } = asked;
  const start = text.trimStart();
  for (let at = Math.max(1, linePrefix.length - MAX_LENGTH); at < linePrefix.length; at++) {
    if (WORD.test(linePrefix.charAt(at - 1)) || !WORD.test(linePrefix.charAt(at))) continue;
    const end = linePrefix.slice(at).trimEnd();
    const letters = end.replaceAll(/[^\p{L}]/gu, '');
    if (letters.length < LEAST_LETTERS || !start.startsWith(end) || standsTwice(end, asked))
      continue;
    const rest = behind(start, end, linePrefix);
    return isRepeat(end, text, rest, asked) ? rest : undefined;
  }
  return undefined;
}

/**
 * True if a text that begins with what stands repeats it: so much is not there twice by chance; or a word goes on; or the text
 * is balanced only without it.
 */
function isRepeat(stands: string, text: string, rest: string, asked: AskedPlace): boolean {
  const { linePrefix, document } = asked;
  // A call may be there again as its own argument.
  const isCall = stands.endsWith('(') && stands !== linePrefix.trim();
  if (stands.length >= LEAST_LENGTH && !isCall) return true;
  const next = text.trimStart().charAt(stands.length);
  if (/\s$/.test(linePrefix)) return next.trim() === '';
  const isWord = WORD.test(stands.charAt(stands.length - 1)) && !/^\p{N}+$/u.test(stands);
  if (isWord && stands.length >= LEAST_LETTERS && WORD.test(next)) return true;
  const seam = new Seam(linePrefix, lineSuffixOf(asked), marksOf(document.languageId));
  const whole = text.trimStart();
  return (
    seam.imbalance(rest) < seam.imbalance(whole) ||
    seam.opensMore(whole, rest) ||
    seam.leavesMore(whole, rest)
  );
}

/** Behind what stands, without the white space that stands behind it. */
function behind(text: string, stands: string, linePrefix: string): string {
  const rest = text.slice(stands.length);
  const blanks = linePrefix.slice(linePrefix.trimEnd().length);
  if (rest.startsWith(blanks)) return rest.slice(blanks.length);
  return rest.replace(/^[ \t]+/, '');
}
