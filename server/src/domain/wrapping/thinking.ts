import { firstWord, type Layer, lineEnd, NOTHING, NOTHING_YET, type Said } from './layer.ts';
import type { Standpoint } from './standpoint.ts';

/** Marks that models put around their thinking: the tags of R1, Qwen, Magistral, Kimi, Seed, and those others are told to use. */
const BRACKETS: readonly (readonly [open: string, close: string])[] = [
  ...[
    'think',
    'thinking',
    'thought',
    'thoughts',
    'reasoning',
    'reason',
    'reflection',
    'analysis',
    'scratchpad',
    'plan',
    'seed:think',
  ].map((name) => [`<${name}>`, `</${name}>`] as const),
  ['<Thought>', '</Thought>'],
  ['[THINK]', '[/THINK]'],
  ['\u25c1think\u25b7', '\u25c1/think\u25b7'],
  ['<|begin_of_thought|>', '<|end_of_thought|>'],
  ['<|channel|>analysis<|message|>', '<|channel|>final<|message|>'],
  ['<|START_THINKING|>', '<|END_THINKING|>'],
];
/** Their ends that come without a beginning where the server has written that. */
export const THINKING_ENDS = [
  '</think>',
  '</thinking>',
  '</reasoning>',
  '[/THINK]',
  '\u25c1/think\u25b7',
  '</seed:think>',
];
/** Of those, what an XML document may hold. */
const NEVER_ELEMENTS = /think/i;
/** Every mark begins so. */
const SIGN = /^\s*[<[\u25c1]/;

/** Drops the thinking before an answer; thinking that does not end is no answer. */
export const thinkingLayer: Layer = { apply: dropThinking, whole: SIGN, growing: SIGN };

function dropThinking(said: Said, at: Standpoint): Said {
  let rest = said;
  for (let dropped = dropOne(rest, at); dropped !== rest; dropped = dropOne(rest, at)) {
    rest = dropped;
  }
  return rest;
}

function dropOne(said: Said, at: Standpoint): Said {
  const { text, isOver } = said;
  const start = firstWord(text);
  const end = THINKING_ENDS.find((close) => text.startsWith(close, start));
  if (end !== undefined && !at.holds(end)) return behindThinking(said, start + end.length, at);
  const bracket = BRACKETS.find(([open]) => text.startsWith(open, start));
  if (bracket === undefined) {
    const begun = text.slice(start, start + 32);
    return !isOver && begun !== '' && isBegun(begun) ? NOTHING_YET : said;
  }
  const [open, close] = bracket;
  if (at.holds(open) || (at.isXml && !NEVER_ELEMENTS.test(open))) return said;
  const found = text.indexOf(close, start + open.length);
  if (at.kind === 'string') {
    const isContent = isStringContent(said, start, at);
    if (isContent === undefined) return NOTHING_YET;
    if (isContent) return said;
  }
  if (found === -1) return isOver ? NOTHING : NOTHING_YET;
  // What is said on a channel begins at once.
  const rest = { text: text.slice(found + close.length), isOver };
  return close.endsWith('<|message|>') ? rest : behindThinking(said, found + close.length, at);
}

const isBegun = (text: string): boolean =>
  BRACKETS.some(([open]) => open.startsWith(text)) ||
  THINKING_ENDS.some((close) => close.startsWith(text));

/** A string that goes on behind it on the same line holds it. */
function isStringContent(
  { text, isOver }: Said,
  start: number,
  at: Standpoint,
): boolean | undefined {
  const end = lineEnd(text, start);
  if (text.slice(start, end).includes(at.state.close)) return true;
  return end < text.length || isOver ? false : undefined;
}

/** True if a text begins with thinking, or may. */
export const mayBeThinking = (text: string): boolean =>
  BRACKETS.some(([open]) => text.startsWith(open) || open.startsWith(text));

/** Returns the text that follows thinking: one blank line between them is usual. */
export function behindThinking({ text, isOver }: Said, end: number, at: Standpoint): Said {
  let from = end;
  for (let lines = 0; lines < 2; lines++) {
    let next = from;
    while (text.charAt(next) === ' ') next++;
    if (next === text.length && !isOver) return NOTHING_YET;
    if (text.charAt(next) !== '\n') {
      const isApart = lines === 0 && (at.linePrefix === '' || /\s$/.test(at.linePrefix));
      return { text: text.slice(isApart ? next : from), isOver };
    }
    from = next + 1;
  }
  return { text: text.slice(from), isOver };
}
