import { fenceRun } from './fenceLines.ts';
import {
  firstWord,
  type Layer,
  lineAt,
  lineEnd,
  NOTHING,
  NOTHING_YET,
  type Said,
} from './layer.ts';
import {
  isIntroduction,
  isRefusal,
  isSentence,
  isThought,
  isWording,
  MAX_WORDING_LENGTH,
  WORDING_LINE,
} from './sentences.ts';
import type { Standpoint } from './standpoint.ts';
import { mayBeTag } from './tags.ts';
import { behindThinking, mayBeThinking, THINKING_ENDS } from './thinking.ts';

/** The first line that is not blank begins here. */
const FIRST = '^\\s*(?!\\s)';
/** Words that statements begin with, and talk does not. */
const STATEMENT = '(?:return|break|continue|pass|else|end|throw|yield|raise|import)\\b';
/** A line of one word that does not begin as those do with which a model refuses, in letters of any case. */
const ONE_WORD =
  '(?![Ss][Oo]|[Aa][Pp]|[Uu][Nn])[\\p{L}\\p{N}.]*[\\p{L}\\p{N}][;,)]*[^\\S\\n]*(?:\\n|$)';
const LONG_LINE = `${FIRST}[^\\n]{${MAX_WORDING_LENGTH}}`;
const ENDS = THINKING_ENDS.map((end) => end.replace(/[[\]]/g, '\\$&')).join('|');
/** A first line of nothing but words, one whose end is not looked at, or the end of thinking. */
const WHOLE = new RegExp(
  `${LONG_LINE}|${FIRST}(?!${STATEMENT}|${ONE_WORD})${WORDING_LINE}(?:\\n|$)|${ENDS}`,
  'u',
);
/** Likewise, or the beginning of one, the end of thinking begun behind it maybe. */
const GROWING = new RegExp(
  `${WHOLE.source}|${FIRST}${WORDING_LINE}(?:[<[\\u25c1](?:/[\\w:]*[>\\]\\u25b7]?)?)?$`,
  'u',
);

/**
 * Drops what a model says before its answer, and an answer that is nothing but talk. In comments, strings and prose,
 * sentences are content.
 */
export const talkLayer: Layer = { apply: dropTalk, whole: WHOLE, growing: GROWING };

function dropTalk(said: Said, at: Standpoint): Said {
  const { text, isOver } = said;
  const start = firstWord(text);
  if (start === text.length) return isOver ? said : NOTHING_YET;
  const first = lineAt(text, start);
  const end = firstThinkingEnd(text, at);
  if (end !== undefined && isTalkUpTo(text, start, end.at, at)) {
    return behindThinking(said, end.at + end.length, at);
  }
  if (lineEnd(text, start) === text.length && !isOver) {
    return isHeld(withoutBegunEnd(first)) ? NOTHING_YET : said;
  }
  if (isTalk(first, at))
    return isThought(first) ? behindThoughts(said, start, at) : behindTalk(said, start, at);
  return said;
}

/** True for what has come of a first line that may be talk; what begins as a fence does is looked at elsewhere. */
const isHeld = (line: string): boolean => isWording(line) && !/^[`~]/.test(line);

/** A word in small letters with a colon: behind code on the line the end of a block's head, not an introduction. */
const HEAD_END = /^[\p{Ll}_][\p{L}\p{N}_]*:$/u;

/** True if a whole line is talk where an answer goes. */
function isTalk(line: string, at: Standpoint): boolean {
  if (at.linePrefix.trim() !== '' && HEAD_END.test(line.trim())) return false;
  if (isThought(line)) return true;
  if (at.kind === 'code') return isRefusal(line) || isIntroduction(line) || isSentence(line);
  return at.kind !== 'prose' && at.kind !== 'block' && isIntroduction(line) && isSentence(line);
}

function firstThinkingEnd(
  text: string,
  at: Standpoint,
): { at: number; length: number } | undefined {
  let first: { at: number; length: number } | undefined;
  for (const close of THINKING_ENDS) {
    const index = text.indexOf(close);
    if (index === -1 || index > (first?.at ?? index) || at.holds(close)) continue;
    first = { at: index, length: close.length };
  }
  return first;
}

/** True if all up to an index has been held back: the rest of a first line of words, or what talk goes on with. */
function isTalkUpTo(text: string, start: number, end: number, at: Standpoint): boolean {
  const firstEnd = lineEnd(text, start);
  if (end <= firstEnd) return isHeld(text.slice(start, end));
  return (
    isTalk(lineAt(text, start), at) &&
    (isThought(lineAt(text, start)) || isWaiting(text.slice(0, end), start, at))
  );
}

const isWaiting = (text: string, start: number, at: Standpoint): boolean =>
  behindTalk({ text, isOver: false }, start, at) === NOTHING_YET;

/** A line without the beginning, at its end, of what ends thinking. */
function withoutBegunEnd(line: string): string {
  const begin = Math.max(line.lastIndexOf('<'), line.lastIndexOf('['), line.lastIndexOf('\u25c1'));
  const isBegun = begin !== -1 && THINKING_ENDS.some((end) => end.startsWith(line.slice(begin)));
  return isBegun ? line.slice(0, begin) : line;
}

/** Thinking aloud ends with its sign, or with the answer; a fence in it may be a part of it. */
function behindThoughts(said: Said, start: number, at: Standpoint): Said {
  if (!said.isOver) return NOTHING_YET;
  return behindTalk(said, start, at);
}

/** From the first fence or tag on; behind an introduction also from the first line that is no talk. */
function behindTalk(said: Said, start: number, at: Standpoint): Said {
  const { text, isOver } = said;
  const first = lineAt(text, start);
  const isAnnounced =
    at.kind === 'code' && isIntroduction(first) && !isThought(first) && !isRefusal(first);
  let lastTalk = start;
  for (let word = firstWord(text, lineEnd(text, start)); word < text.length; ) {
    const from = text.lastIndexOf('\n', word) + 1;
    const line = lineAt(text, word);
    const isWhole = word + line.length < text.length || isOver;
    if (fenceRun(line) >= 3 || (at.kind === 'code' && (mayBeTag(line) || mayBeThinking(line)))) {
      return isWhole || fenceRun(line) < 3 ? { text: text.slice(from), isOver } : NOTHING_YET;
    }
    if (!isWhole && (isWording(line) || /^[`~<]/.test(line))) return NOTHING_YET;
    if (isAnnounced && !isTalk(line, at)) {
      return { text: text.slice(Math.min(from, belowTalk(text, lastTalk))), isOver };
    }
    lastTalk = word;
    word = firstWord(text, word + line.length);
  }
  if (!isOver) return NOTHING_YET;
  const isNothing = isRefusal(first) || isIntroduction(first) || isThought(first);
  return at.kind === 'code' && isNothing ? NOTHING : said;
}

/** Where an answer begins below a line of talk: one blank line is the custom. */
function belowTalk(text: string, talk: number): number {
  const below = lineEnd(text, talk) + 1;
  return lineAt(text, below).trim() === '' ? lineEnd(text, below) + 1 : below;
}
