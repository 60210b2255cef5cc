import type { GenerationRequest } from './generation.ts';

/** Beginnings of prompts are compared in pieces of so many characters: no text is kept. */
export const PIECE = 100;

/**
 * The prints of a prompt's beginnings, each 100 characters longer than the one before: other files first, then what stands before the
 * cursor. Prompts with the same prints up to a place begin with the same text up to there.
 */
export function promptPrints({ input }: Pick<GenerationRequest, 'input'>): number[] {
  const head =
    input.kind === 'infill'
      ? [...(input.snippets ?? []).map(({ text }) => text), input.prefix].join('\n')
      : [input.system, ...(input.turns ?? []).map(({ text }) => text), input.user].join('\n');
  const prints: number[] = [];
  let hash = 0;
  for (let at = 0; at < head.length; at++) {
    hash = (Math.imul(hash, 31) + head.charCodeAt(at)) | 0;
    if (at % PIECE === PIECE - 1) prints.push(hash);
  }
  return prints;
}

/** How many pieces two prompts have in common at their beginnings. */
export function sharedPrints(prints: readonly number[], others: readonly number[]): number {
  let shared = 0;
  while (shared < prints.length && prints[shared] === others[shared]) shared++;
  return shared;
}
