import { decoded, endOfString } from './jsonText.ts';
import { isJson, isProse } from './languages.ts';
import { firstWord, type Layer, NOTHING_YET, type Said } from './layer.ts';
import type { Standpoint } from './standpoint.ts';

/** Members that models answer in. Those of the first are hardly members of anything else. */
const OWN =
  /^(?:completions?|code_completion|completed_code|completedCode|insertion|insertText|insert_text|infill|middle|fim_middle|generated_code|generatedCode|missing_code|code_snippet)$/;
const COMMON =
  /^(?:code|text|content|answer|output|result|response|insert|suggestions?|snippet|choices|lines|value|message|solution)$/;
/** Members that stand beside the answer. */
const BESIDE =
  /^(?:language|lang|explanation|reasoning|reason|thought|thoughts|thinking|confidence|file|filename|type|id|role|status|index|title|description)$/;
const MAX_DEPTH = 4;
const MAX_MEMBERS = 8;
/** Marks that code has and prose does not. */
export const CODE = /[;{}]\s*$|\n|[\w\])]\(|=>|\w \S?= /;

/** Where the answer begins inside of an object or array, `none` if it does not, `wait` while more must come. */
type Found = { readonly at: number; readonly name: string } | 'none' | 'wait';
/** A bracket, and what stands first in JSON, if anything does. */
const SIGN = /^\s*[{[]\s*(?:["{[]|$)/;

/**
 * Takes an answer out of the JSON object, or array, around it. Where an object may stand in the code itself, only as a
 * whole, and only if its member can hardly be anything else.
 */
export const jsonLayer: Layer = { apply: unwrapJson, whole: SIGN, growing: SIGN };

function unwrapJson(said: Said, at: Standpoint): Said {
  const { text, isOver } = said;
  const start = firstWord(text);
  const opener = text.charAt(start);
  if ((opener !== '{' && opener !== '[') || at.kind === 'prose' || isJson(at.languageId))
    return said;
  if (isProse(at.languageId)) return said;
  const found = answerIn(text, start, 0);
  if (found === 'none') return said;
  if (found === 'wait') return isOver ? said : NOTHING_YET;
  const { value, isClosed } = decoded(text, found.at, isOver);
  if (isStatement(at)) return { text: value, isOver: isClosed || isOver };
  // An object may be meant.
  if (!isOver) return NOTHING_YET;
  const isOwn = OWN.test(found.name);
  if (!isClosed) return isOwn ? { text: value, isOver } : said;
  const isAll = isWholeJson(text);
  const isAnswer = isOwn || (at.kind === 'code' && found.name === 'code' && CODE.test(value));
  return isAnswer && isAll ? { text: value, isOver } : said;
}

/** True for an object or array and nothing else, its end maybe forgotten. */
function isWholeJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return /"[\s\]}]*$/.test(text);
  }
}

/** True where no object can stand: a statement begins there. */
export function isStatement({ linePrefix, surroundings, languageId, kind }: Standpoint): boolean {
  if (kind !== 'code' || linePrefix.trim() !== '') return false;
  const above = surroundings.before.trimEnd();
  const last = above.charAt(above.length - 1);
  if (last === ':') return /^(?:python|nim|gdscript|cython)$/.test(languageId);
  return !'([,=?&|+>'.includes(last) || last === '' || /\/>$|->$/.test(above);
}

/** Looks for the first member, or element, that holds an answer. */
function answerIn(text: string, start: number, depth: number, name = ''): Found {
  const opener = text.charAt(start);
  const from = firstWord(text, start + 1);
  if (from === text.length) return 'wait';
  if (depth === MAX_DEPTH) return 'none';
  if (opener === '{') return memberIn(text, from, depth);
  const first = text.charAt(from);
  if (first === '{' || first === '[') return answerIn(text, from, depth + 1, name);
  return first === '"' && name !== '' ? { at: from, name } : 'none';
}

function memberIn(text: string, start: number, depth: number): Found {
  let at = start;
  for (let count = 0; count < MAX_MEMBERS; count++) {
    if (text.charAt(at) !== '"') return at === text.length ? 'wait' : 'none';
    const nameEnd = endOfString(text, at);
    if (nameEnd === text.length) return mayName(text.slice(at + 1)) ? 'wait' : 'none';
    const name = text.slice(at + 1, nameEnd);
    const isAnswer = OWN.test(name) || COMMON.test(name);
    if (!isAnswer && !BESIDE.test(name)) return 'none';
    const colon = firstWord(text, nameEnd + 1);
    if (colon === text.length) return 'wait';
    if (text.charAt(colon) !== ':') return 'none';
    const value = firstWord(text, colon + 1);
    if (value === text.length) return 'wait';
    const first = text.charAt(value);
    if (isAnswer) {
      if (first === '"') return { at: value, name };
      return first === '{' || first === '[' ? answerIn(text, value, depth + 1, name) : 'none';
    }
    const end = first === '"' ? endOfString(text, value) + 1 : endOfWord(text, value);
    if (end >= text.length) return 'wait';
    const comma = firstWord(text, end);
    if (comma === text.length) return 'wait';
    if (text.charAt(comma) !== ',' || end === value) return 'none';
    at = firstWord(text, comma + 1);
  }
  return 'none';
}

const MAX_NAME_LENGTH = 20;
const mayName = (begun: string): boolean => begun.length < MAX_NAME_LENGTH && /^\w*$/.test(begun);

function endOfWord(text: string, start: number): number {
  let end = start;
  while (end < text.length && /[\w.+-]/.test(text.charAt(end))) end++;
  return end;
}
