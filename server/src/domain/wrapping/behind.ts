import { fenceOf, fenceRun } from './fenceLines.ts';
import { type Layer, lineAt, lineEnd, type Said } from './layer.ts';
import { isConclusion, isWording } from './sentences.ts';
import type { Standpoint } from './standpoint.ts';
import { stateBehind } from './syntaxState.ts';

/** A fence's marks below the first line or at the end, or a capital or bold words below a blank line. */
const WHOLE = /`{3}|\n[ \t]*\n[^\S\n]*(?:\p{Lu}|\*)/u;
/** Likewise, or a backtick at the end, or a last line of white space. */
const GROWING = new RegExp(`${WHOLE.source}|\`\\s*$|\\n[^\\S\\n]+$`, 'u');

/** Ends code before the fence that nothing opened, and before what a model says about it below a blank line. */
export const behindLayer: Layer = { apply: cutBehind, whole: WHOLE, growing: GROWING };

function cutBehind(said: Said, at: Standpoint): Said {
  const { text, isOver } = said;
  if (at.kind !== 'code') return said;
  let state = at.state;
  let scanned = 0;
  for (let from = lineEnd(text, 0) + 1; from <= text.length; from = lineEnd(text, from) + 1) {
    const line = lineAt(text, from);
    const isWhole = from + line.length < text.length || isOver;
    if (line === '' || !isSuspect(line, text, from, isWhole)) continue;
    state = stateBehind(text.slice(scanned, from), state, at.syntax);
    scanned = from;
    if (state.inside !== 'code') continue;
    return { text: text.slice(0, from), isOver: isWhole };
  }
  return isOver ? { text: withoutMarks(text, at), isOver } : heldBack(said);
}

/** True for a line that ends the code, or, while it grows, that may. */
function isSuspect(line: string, text: string, from: number, isWhole: boolean): boolean {
  const begun = line.trimStart();
  if (isWhole) {
    const isFence = begun.startsWith('```') && fenceOf(line) !== undefined;
    return isFence || (isBelowBlank(text, from) && isConclusion(line));
  }
  if (begun === '') return true;
  if (fenceRun(begun) > 0 && begun.startsWith('`')) return /^(?:`{1,2}$|`{3,}[^`]*$)/.test(begun);
  return isBelowBlank(text, from) && /^\p{Lu}|^\*/u.test(begun) && isWording(line);
}

const isBelowBlank = (text: string, from: number): boolean =>
  /\n[ \t]*\n$/.test(text.slice(Math.max(0, from - 40), from));

/** A fence that is closed behind the last word. */
function withoutMarks(text: string, at: Standpoint): string {
  const code = text.trimEnd();
  const marks = /(?<!`)`{3,}$/.exec(code.slice(-16));
  if (marks === null || code.length === marks[0].length) return text;
  const rest = code.slice(0, -marks[0].length);
  return stateBehind(rest, at.state, at.syntax).inside === 'code' ? rest : text;
}

const heldBack = ({ text }: Said): Said => {
  const held = /`{1,16}\s*$/.exec(text.slice(-40))?.[0].length ?? 0;
  return { text: text.slice(0, text.length - held), isOver: false };
};
