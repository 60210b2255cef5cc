import { fenceRun } from './fenceLines.ts';
import { firstWord, type Layer, lineAt, lineEnd, NOTHING_YET, type Said } from './layer.ts';
import { isIntroduction, isWording } from './sentences.ts';
import type { Standpoint } from './standpoint.ts';

const HEADING = /^#{1,6} +/;
const LIST = /^(?:[-*+]|\d{1,2}[.)]) +/;
const BOLD = /^\*\*[^*\n]{1,80}\*\*:?$/;
/** The beginning of a line that may become one of them. */
const BEGUN = /^(?:#{1,6}|[-*+]|\*\*|\d{1,2}[.)]?)(?: |$|\*)|^\*\*|^\d{1,2}$/;
/** A first line that begins as a heading, a list or bold words do. */
const SIGN = /^\s*(?:#{1,6}|[-*+]|\d{1,2}[.)]?)(?:[\s*]|$)/;

/** Drops a heading, or a list's mark, in front of the fence that an answer is in. */
export const headingLayer: Layer = { apply: dropHeading, whole: SIGN, growing: SIGN };

function dropHeading(said: Said, at: Standpoint): Said {
  const { text, isOver } = said;
  if (at.kind !== 'code') return said;
  const start = firstWord(text);
  const line = lineAt(text, start);
  if (!BEGUN.test(line)) return said;
  const mark = LIST.exec(line)?.[0] ?? '';
  const words = line.slice(mark.length);
  if (start + line.length === text.length && !isOver) return mayBeHead(line) ? NOTHING_YET : said;
  if (mark !== '' && fenceRun(words) >= 3) {
    const rest = text.slice(start + mark.length);
    return withoutIndent({ text: rest, isOver }, mark.length);
  }
  if (!isHead(line, words, mark)) return said;
  if (mark === '' && isLabel(line, at)) {
    return { text: text.slice(belowHead(text, start)), isOver };
  }
  const next = firstWord(text, lineEnd(text, start));
  if (next === text.length) return isOver ? said : NOTHING_YET;
  const below = lineAt(text, next);
  const run = fenceRun(below);
  if (run === below.length && run < 3 && !isOver) return NOTHING_YET;
  if (run < 3) return said;
  const indent = mark === '' ? 0 : next - (text.lastIndexOf('\n', next) + 1);
  return withoutIndent({ text: text.slice(next), isOver }, indent);
}

const isHead = (line: string, words: string, mark: string): boolean => {
  if (BOLD.test(line.trim())) return true;
  return (mark !== '' || HEADING.test(line)) && isWording(words.replace(HEADING, ''));
};

/** True for what has come of a line that may be a head, or a fence behind a list's mark. */
const mayBeHead = (line: string): boolean => {
  const words = line.replace(LIST, '').replace(HEADING, '');
  return isWording(words) || fenceRun(words) > 0 || /^[#*]+$/.test(words);
};

/** A heading that names an answer, where it is no comment and no directive. */
function isLabel(line: string, { syntax, languageId }: Standpoint): boolean {
  const isMarked = HEADING.test(line);
  if (isMarked && (syntax.comments.includes('#') || /^(?:c|cpp|csharp|objective)/.test(languageId)))
    return false;
  const words = line.replace(HEADING, '').replaceAll('*', '').trim().replace(/:$/, '');
  return isIntroduction(`${words}:`);
}

/** One blank line below a heading is the custom. */
function belowHead(text: string, start: number): number {
  const below = Math.min(text.length, lineEnd(text, start) + 1);
  if (below === text.length || lineAt(text, below).trim() !== '') return below;
  return Math.min(text.length, lineEnd(text, below) + 1);
}

/** A fence in a list, without the indentation that its lines have for that. */
function withoutIndent({ text, isOver }: Said, width: number): Said {
  const indent = ' '.repeat(width);
  const first = lineEnd(text, 0) + 1;
  const known = firstWord(text, first);
  if (width === 0) return { text, isOver };
  if (known >= text.length && !isOver) return NOTHING_YET;
  const line = text.lastIndexOf('\n', known) + 1;
  if (!text.startsWith(indent, line)) return { text, isOver };
  const lines = text.split('\n').map((each, index) => {
    if (index === 0) return each;
    return each.slice(Math.min(width, each.length - each.trimStart().length));
  });
  return { text: lines.join('\n'), isOver };
}
