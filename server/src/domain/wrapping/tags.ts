import { firstWord, type Layer, lineEnd, NOTHING_YET, type Said } from './layer.ts';
import { isQuoted } from './quoted.ts';
import type { Standpoint } from './standpoint.ts';

/** Elements that models are told, or like, to answer in; in small letters those of the first are also elements of documents. */
const DOCUMENTED = [
  'code',
  'answer',
  'output',
  'result',
  'response',
  'insert',
  'middle',
  'fill',
  'solution',
  'snippet',
  'text',
  'final',
  'file',
  'content',
  'replacement',
  'artifact',
];
const OWN = [
  'completion',
  'code_completion',
  'completed_code',
  'completed',
  'insertion',
  'infill',
  'final_answer',
  'code_snippet',
  'missing_code',
  'fim',
  'fim_middle',
  'antartifact',
  'generated_code',
  'inserted_code',
  'code_block',
];
const NAMES = [...DOCUMENTED, ...OWN];
const OPENING = /<([A-Za-z][\w-]{1,24})((?:[ \t]+[\w-]{1,20}="[^"<>\n]{0,80}"){0,4})[ \t]*>/y;
/** The most characters of an opening tag. */
const MAX_LENGTH = 400;

interface Tag {
  readonly name: string;
  readonly length: number;
}

function tagAt(text: string, index: number): Tag | undefined {
  OPENING.lastIndex = index;
  const found = OPENING.exec(text);
  const name = found?.[1] ?? '';
  return found !== null && NAMES.includes(name.toLowerCase())
    ? { name, length: found[0].length }
    : undefined;
}

/** True for a text that begins with a tag that is put around answers, or may. */
export function mayBeTag(text: string): boolean {
  const begun = /^<([A-Za-z][\w-]*)?/.exec(text);
  if (begun === null) return false;
  const name = (begun[1] ?? '').toLowerCase();
  return begun[0].length === text.length
    ? NAMES.some((known) => known.startsWith(name))
    : NAMES.includes(name);
}
/** A tag comes first, or what may become one. */
const SIGN = /^\s*<(?:[A-Za-z]|$)/;

/** Takes an answer out of the tags around it. */
export const tagsLayer: Layer = { apply: unwrapTags, whole: SIGN, growing: SIGN };

function unwrapTags(said: Said, at: Standpoint): Said {
  const { text, isOver } = said;
  const start = firstWord(text);
  const tag = tagAt(text, start);
  if (tag === undefined) {
    const begun = text.slice(start, start + MAX_LENGTH);
    const mayBecome = begun.length < MAX_LENGTH && !/[>\n]/.test(begun) && mayBeTag(begun);
    return !isOver && mayBecome ? NOTHING_YET : said;
  }
  const isWrapping = isAround(tag, said, start, at);
  if (isWrapping === undefined) return NOTHING_YET;
  return isWrapping ? inside(tag, said, start) : said;
}

function isAround(tag: Tag, said: Said, start: number, at: Standpoint): boolean | undefined {
  const { text, isOver } = said;
  const end = start + tag.length;
  if (at.isXml || at.holds(`<${tag.name}`)) return false;
  if (at.kind === 'string') {
    const quoted = isQuoted(said, start, end, at);
    if (quoted !== false) return quoted === undefined ? undefined : false;
  }
  const isCommon = DOCUMENTED.includes(tag.name);
  if (!isCommon) return true;
  if (at.kind !== 'code' && at.kind !== 'string') return false;
  if (at.hasElements) return false;
  const line = lineEnd(text, end);
  if (line < text.length && text.slice(end, line).trim() === '') return true;
  if (end === text.length && !isOver) return undefined;
  if (/(?:[\p{L}\p{N}_)\]<]|#include\s*)$/u.test(at.linePrefix)) return false;
  // On one line it is around all of it.
  const close = text.indexOf(`</${tag.name}>`, end);
  if (close !== -1 && close < line) {
    if (text.slice(close + tag.name.length + 3, line).trim() !== '') return false;
    return line < text.length || isOver ? true : undefined;
  }
  return line < text.length || isOver ? true : undefined;
}

function inside({ name, length }: Tag, { text, isOver }: Said, start: number): Said {
  let from = start + length;
  if (from === text.length && !isOver) return NOTHING_YET;
  if (text.charAt(from) === '\n') from++;
  const end = `</${name}>`;
  const close = text.indexOf(end, from);
  if (close !== -1) return { text: text.slice(from, close), isOver: true };
  const begun = text.lastIndexOf('<');
  const isBegun = begun >= from && end.startsWith(text.slice(begun));
  const isCut = isBegun && (!isOver || text.startsWith('</', begun));
  return { text: text.slice(from, isCut ? begun : text.length), isOver };
}
