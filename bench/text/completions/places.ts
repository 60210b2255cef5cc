import { seededRandom } from '../../../tools/random.ts';
import type { TrueFile } from '../files.ts';

/** A document with its middle taken out: what the file says there is known, and what an editor has closed stands. */
export interface TestPlace {
  readonly file: TrueFile;
  readonly prefix: string;
  /** The file's own text between the two. */
  readonly middle: string;
  readonly suffix: string;
}

const CLOSER_OF: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const QUOTES = ['"', "'", '`'];
/** Where a quotation mark is seldom one. */
const PROSE = /^(?:markdown|html|lua|rust)$/;
const MAX_MIDDLE = 500;
const MAX_LINES = 11;

/** Places of a file behind an opener, whose closer an editor puts there by itself; at most `count` of each kind. */
export function autoClosedPlaces(
  file: TrueFile,
  count: number,
): { line: TestPlace[]; lines: TestPlace[] } {
  const random = seededRandom(file.text.length);
  const found = [...openers(file)]
    .map((at) => placeBehind(file, at))
    .filter((each) => each !== undefined);
  const chosen = found.map((place) => ({ place, rank: random() }));
  chosen.sort((one, other) => one.rank - other.rank);
  const places = chosen.map(({ place }) => place);
  return {
    line: places.filter(({ middle }) => !middle.includes('\n')).slice(0, count),
    lines: places.filter(({ middle }) => middle.includes('\n')).slice(0, count),
  };
}

function* openers({ text, languageId }: TrueFile): Generator<number> {
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character in CLOSER_OF) yield at;
    else if (QUOTES.includes(character) && !PROSE.test(languageId)) yield at;
  }
}

function placeBehind(file: TrueFile, at: number): TestPlace | undefined {
  const { text } = file;
  const opener = text.charAt(at);
  const end = opener in CLOSER_OF ? closerOf(text, at) : quoteEnd(text, at);
  if (end === undefined) return undefined;
  const middle = text.slice(at + 1, end);
  const isUsual =
    middle.trim().length >= 2 &&
    middle.length <= MAX_MIDDLE &&
    middle.split('\n').length <= MAX_LINES &&
    !middle.includes('\n\n') &&
    isClosedByCode(middle);
  if (!isUsual) return undefined;
  return { file, prefix: text.slice(0, at + 1), middle, suffix: text.slice(end) };
}

/** The closer that belongs to an opener, counting all brackets; `undefined` where they do not add up. */
function closerOf(text: string, at: number): number | undefined {
  const stack: string[] = [];
  for (let end = at; end < Math.min(text.length, at + MAX_MIDDLE + 2); end++) {
    const character = text.charAt(end);
    const closer = CLOSER_OF[character];
    if (closer !== undefined) stack.push(closer);
    else if (')]}'.includes(character) && stack.pop() !== character) return undefined;
    if (stack.length === 0) return end;
  }
  return undefined;
}

/** False where what closes stands in a string or a comment that the middle begins: no editor takes it for the opener's closer. */
function isClosedByCode(middle: string): boolean {
  const bare = middle.replaceAll(STRING, '');
  if (/(?:^|\s)(?:\/\/|# |--)[^\n]*$/.test(bare.slice(bare.lastIndexOf('\n') + 1))) return false;
  return closerOf(`(${bare})`, 0) === bare.length + 1;
}

/** A string of one line. */
const STRING = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\\n])*`/g;

/** A string of one line: an even number of its marks stand before it on its line. */
function quoteEnd(text: string, at: number): number | undefined {
  const quote = text.charAt(at);
  const lineStart = text.lastIndexOf('\n', at) + 1;
  const before = text.slice(lineStart, at).replaceAll(/\\./g, '');
  if (QUOTES.some((each) => before.split(each).length % 2 === 0)) return undefined;
  if (/(?:#|\/\/|\*|--)/.test(before) || text.startsWith(quote.repeat(3), at)) return undefined;
  const lineEnd = text.indexOf('\n', at);
  for (let end = at + 1; end < lineEnd; end++) {
    if (text.charAt(end) === '\\') end++;
    else if (text.charAt(end) === quote) return end;
  }
  return undefined;
}

/** Places at the end of a line's beginning, or on blank lines, with nothing behind the cursor on its line. */
export function openPlaces(file: TrueFile, count: number): TestPlace[] {
  const random = seededRandom(file.text.length + 1);
  const { text } = file;
  const lines = text.split('\n');
  const places: TestPlace[] = [];
  for (let tries = 0; places.length < count && tries < 40 * count; tries++) {
    const line = 3 + Math.floor(random() * (lines.length - 8));
    const chosen = lines[line] ?? '';
    const indent = chosen.length - chosen.trimStart().length;
    if (chosen.trim().length < 8 || (lines[line + 1] ?? '') === '') continue;
    // Half of them on a blank line with its indentation, half behind a word.
    const words = [...chosen.slice(indent).matchAll(/[ (=:]/g)].map(
      ({ index }) => indent + index + 1,
    );
    const column = random() < 0.5 ? indent : words[Math.floor(random() * words.length)];
    if (column === undefined || chosen.slice(column).trim().length < 3) continue;
    const count = 1 + Math.floor(random() * 4);
    const start = lines.slice(0, line).join('\n').length + 1 + column;
    const end = lines.slice(0, Math.min(lines.length - 1, line + count)).join('\n').length;
    const middle = text.slice(start, end);
    if (middle.includes('\n\n') || middle.length > MAX_MIDDLE) continue;
    places.push({ file, prefix: text.slice(0, start), middle, suffix: text.slice(end) });
  }
  return places;
}
