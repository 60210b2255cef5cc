import {
  LEFT_OUT_BEGINNING,
  MAY_BE_LEFT_OUT_BEGINNING,
  mayStandForCode,
  standsForCode,
} from '../codeLeftOut.ts';
import { type Layer, lineAt, lineEnd, type Said } from './layer.ts';
import type { Standpoint } from './standpoint.ts';
import { Walk } from './walk.ts';

/** Marks that begin a comment in some language: models begin lines with those of other languages, too. */
const FOREIGN = ['//', '/*', '#', '--', '<!--', '{/*', '%', ';'];
/** Languages in which a line of dots alone is nothing. */
const WITHOUT_DOTS = /^(?:javascript|typescript)(?:react)?$|^(?:java|csharp|go|rust|kotlin|dart)$/;
/** The most characters of a comment that are looked at. */
const MAX_LENGTH = 140;
/** Content that stands for code among other lines of a comment: dots, and words behind them. */
const DOTS_AND_WORDS = /^(?:\.{3,}|\u2026)\s*\S/;
const END = /(?<!\s)\s*(?:\*\/\}?|-->|--\]\]|\*\)|-\})[\s\S]*$/;

/** The source of a pattern for the marks of all languages, or for the end of them. */
const MARK = '(?://|/\\*|\\(\\*|\\{-|--(?:\\[\\[)?|[#%;])';
const BLANKS = '[^\\S\\n]*';
/**
 * A mark, and behind it what `contentOf` drops in front, before something. That is looked at first: it seldom stands there,
 * and a run of marks is not gone through for each of them.
 */
const commentOf = (content: string): string =>
  `[/*#;%![-](?=${BLANKS}${content})(?<=${MARK}[/*#;%!-]{0,${MAX_LENGTH}})`;
const WHOLE = new RegExp(
  `^${BLANKS}${LEFT_OUT_BEGINNING}|${commentOf(LEFT_OUT_BEGINNING)}|\\n${BLANKS}(?:\\.{3,}|\\u2026)${BLANKS}(?:\\n|$)`,
  'iu',
);
/** The end of the text, or of the comment: it is empty. */
const NO_CONTENT = '(?:$|\\*/|-->|--\\]\\]|\\*\\)|-\\})';
/** Likewise, or on the last line what may become that: a comment that is empty yet, or the beginning of a mark. */
const GROWING = new RegExp(
  [
    WHOLE.source,
    `^${BLANKS}${MAY_BE_LEFT_OUT_BEGINNING}[^\\n]*$`,
    `(?:^|\\n)(?=[^\\n]*$)(?:${[
      `${BLANKS}[.\\u2026]+${BLANKS}$`,
      `[^\\n]*?${commentOf(`(?:${NO_CONTENT}|${MAY_BE_LEFT_OUT_BEGINNING})`)}`,
      `[^\\n]*?${MARK}(?:[/*#;%!-]|[^\\S\\n]){${MAX_LENGTH}}`,
      `[^\\n]*(?:[/({-]|<!?|--\\[)$`,
    ].join('|')})`,
  ].join('|'),
  'iu',
);

interface Found {
  readonly start: number;
}

/** Ends an answer before a comment that stands for code: what follows it goes with what is not there. */
export const leftOutLayer: Layer = { apply: cutAtLeftOut, whole: WHOLE, growing: GROWING };

function cutAtLeftOut(said: Said, at: Standpoint): Said {
  const { text, isOver } = said;
  if (at.kind === 'prose' || at.kind === 'string') return said;
  const walk = new Walk(text, at);
  for (let from = 0; from <= text.length; from = lineEnd(text, from) + 1) {
    const line = lineAt(text, from);
    const isWhole = from + line.length < text.length || isOver;
    const found = leftOutIn(line, from === 0, isWhole, at);
    if (found === undefined || at.holds(line.trim())) continue;
    if (isWhole && isAmongOthers(line, lineAbove(text, from, at), found, at)) continue;
    const { inside } = walk.stateAt(from + found.start);
    const isOwn = from === 0 && found.start === 0 && at.kind === 'ledComment';
    if (inside !== 'code' && !isOwn) continue;
    return { text: text.slice(0, from + found.start), isOver: isWhole };
  }
  return said;
}

/** The line above one of a text; above the first, that of the document. */
function lineAbove(text: string, from: number, { surroundings }: Standpoint): string {
  const all = from === 0 ? surroundings.before : text;
  const end = from === 0 ? all.lastIndexOf('\n') : from - 1;
  return end === -1 ? '' : all.slice(all.lastIndexOf('\n', end - 1) + 1, end);
}

/** True for a line of a comment of several, as a list that goes on or a sentence ends in it. */
function isAmongOthers(line: string, above: string, { start }: Found, at: Standpoint): boolean {
  const mark = marksOf(at).find((each) => line.startsWith(each, start)) ?? at.leader;
  const isBelow = mark !== '' && above.trimStart().startsWith(mark);
  return isBelow && !DOTS_AND_WORDS.test(contentOf(line, start, mark).trim());
}

/** Where on a line begins what stands for code, or, while the line grows, may. */
function leftOutIn(
  line: string,
  isFirst: boolean,
  isWhole: boolean,
  at: Standpoint,
): Found | undefined {
  const fits = isWhole ? standsForCode : mayStandForCode;
  const first = line.length - line.trimStart().length;
  const words = line.slice(first);
  if (isFirst && at.kind === 'ledComment' && isBare(at)) {
    return fits(words) && words !== '' ? { start: 0 } : undefined;
  }
  if (isBareDots(words, isWhole, at)) return { start: first };
  for (const mark of marksOf(at)) {
    for (let start = line.indexOf(mark); start !== -1; start = line.indexOf(mark, start + 1)) {
      const isOwnMark = isOf(mark, at) || start === first;
      if (isOwnMark && fits(contentOf(line, start, mark))) {
        return { start: isOpened(line, start, mark) ? start - 1 : start };
      }
    }
  }
  return isWhole ? undefined : begunIn(line, first, at);
}

/** True where nothing but its mark stands in the comment yet. */
const isBare = ({ linePrefix, leader }: Standpoint): boolean => linePrefix.trim() === leader.trim();

function isBareDots(words: string, isWhole: boolean, { languageId, kind }: Standpoint): boolean {
  if (kind !== 'code' || !WITHOUT_DOTS.test(languageId)) return false;
  return isWhole ? /^(?:\.{3,}|\u2026)\s*$/.test(words) : /^(?:\.+|\u2026)\s*$/.test(words);
}

const marksOf = (at: Standpoint): string[] => [
  ...new Set([...at.syntax.comments, ...at.syntax.blocks.map(([open]) => open), ...FOREIGN]),
];

const isOf = (mark: string, { syntax }: Standpoint): boolean =>
  syntax.comments.includes(mark) || syntax.blocks.some(([open]) => open === mark);

/** Returns the content of a comment, up to the end of its line. */
function contentOf(line: string, start: number, mark: string): string {
  const text = line.slice(start + mark.length, start + mark.length + MAX_LENGTH);
  return text.replace(/^[/*#;%!-]+/, '').replace(END, '');
}

const isOpened = (line: string, start: number, mark: string): boolean =>
  mark === '/*' && line.charAt(start - 1) === '{';

/** Where at the end of a line that grows the mark of a comment may have begun. */
function begunIn(line: string, first: number, at: Standpoint): Found | undefined {
  for (const mark of marksOf(at)) {
    for (let length = Math.min(mark.length - 1, line.length); length > 0; length--) {
      const start = line.length - length;
      if (!line.endsWith(mark.slice(0, length))) continue;
      if (isOf(mark, at) || start === first) return { start };
    }
  }
  return undefined;
}
