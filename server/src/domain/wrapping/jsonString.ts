import { CODE, isStatement } from './json.ts';
import { decoded, endOfString } from './jsonText.ts';
import { isJson } from './languages.ts';
import { firstWord, type Layer, NOTHING_YET, type Said } from './layer.ts';
import type { Standpoint } from './standpoint.ts';

/** The end of a line of code. */
const LINE_END = /[;{}(),[\]=:>|&+]$/;
/** The end of code. */
const END = /[;{}()\]]$/;
/** The beginning of a string's content that is no code of the language: data, elements. */
const DATA = /^\s*[{[<]/;
/** A quote comes first. */
const SIGN = /^\s*"/;

/**
 * Takes an answer out of the string of JSON that all of it is. Where a string may stand, only code of several lines, and not
 * in a document that has strings with line ends itself.
 */
export const jsonStringLayer: Layer = { apply: unwrapJsonString, whole: SIGN, growing: SIGN };

function unwrapJsonString(said: Said, at: Standpoint): Said {
  const { text, isOver } = said;
  const start = firstWord(text);
  if (text.charAt(start) !== '"' || at.kind !== 'code' || isJson(at.languageId)) return said;
  const isAlone = isStatement(at);
  if (!isAlone && at.holds('\\n')) return said;
  const end = endOfString(text, start);
  // A string of JSON ends with its line at the latest.
  if (text.slice(start, end).includes('\n')) return said;
  if (end === text.length) return isOver ? said : NOTHING_YET;
  if (text.slice(end + 1).trim() !== '') return said;
  const { value } = decoded(text, start, true);
  if (!(isAlone ? CODE.test(value) : isCode(value))) return isOver || !isAlone ? said : NOTHING_YET;
  return isOver ? { text: value, isOver } : NOTHING_YET;
}

/** True for several lines that all end as lines of code do. */
function isCode(value: string): boolean {
  const lines = value
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (lines.length < 2 || DATA.test(value)) return false;
  return lines.slice(0, -1).every((line) => LINE_END.test(line)) && END.test(lines.at(-1) ?? '');
}
