import type { GenerationRequest, Input } from './generation.ts';

/** Beginnings of prompts are compared in pieces of so many characters: no text is kept. */
export const PIECE = 100;

/** Of longer prompts the beginnings alone are compared, in characters. */
const MOST = 1_000_000;

/**
 * The prints of a prompt's beginnings, each 100 characters longer than the one before: other files first, then what stands before the
 * cursor. Prompts with the same prints up to a place begin with the same text up to there.
 */
export function promptPrints({ input }: Pick<GenerationRequest, 'input'>): readonly number[] {
  const known = printed.get(input) ?? printsOf(headOf(input));
  printed.set(input, known);
  return known;
}

/** A request is asked for several times on its way, and may have megabytes. */
const printed = new WeakMap<Input, readonly number[]>();

/** The texts of a prompt, each on lines of its own. */
function headOf(input: Input): readonly string[] {
  if (input.kind === 'relay') return input.texts;
  return input.kind === 'infill'
    ? [...(input.snippets ?? []).map(({ text }) => text), input.prefix]
    : [input.system, ...(input.turns ?? []).map(({ text }) => text), input.user];
}

function printsOf(texts: readonly string[]): readonly number[] {
  const prints: number[] = [];
  let [hash, length] = [0, 0];
  const add = (code: number) => {
    hash = (Math.imul(hash, 31) + code) | 0;
    if (++length % PIECE === 0) prints.push(hash);
  };
  for (const [index, text] of texts.entries()) {
    if (index > 0) add(LINE_END);
    for (let at = 0; at < text.length && length < MOST; at++) add(text.charCodeAt(at));
    if (length >= MOST) break;
  }
  return prints;
}

const LINE_END = 0x0a;

/** How many pieces two prompts have in common at their beginnings. */
export function sharedPrints(prints: readonly number[], others: readonly number[]): number {
  let shared = 0;
  while (shared < prints.length && prints[shared] === others[shared]) shared++;
  return shared;
}
