import { withoutTokensAtEnds } from './controlTokens.ts';

/** How models mark what they think. */
const THOUGHTS: readonly (readonly [open: string, close: string])[] = [
  ['<think>', '</think>'],
  ['<thinking>', '</thinking>'],
  ['<thought>', '</thought>'],
  ['<reasoning>', '</reasoning>'],
  ['<reflection>', '</reflection>'],
  ['<analysis>', '</analysis>'],
  ['<scratchpad>', '</scratchpad>'],
  ['<seed:think>', '</seed:think>'],
  ['[THINK]', '[/THINK]'],
  ['◁think▷', '◁/think▷'],
  ['<|begin_of_thought|>', '<|end_of_thought|>'],
];
/** Where the answer begins after thoughts in a channel of their own. */
const FINAL_CHANNEL = '<|channel|>final<|message|>';

/**
 * Returns the part of a model's answer that is meant for others to read: uniform line ends, without thoughts and without
 * control tokens at its ends. `undefined` if the model is still thinking when the answer ends.
 */
export function spoken(answer: string, block: string, languageId: string): string | undefined {
  let text = answer.replace(/\r\n?/g, '\n');
  const channel = text.lastIndexOf(FINAL_CHANNEL);
  if (channel !== -1) text = text.slice(channel + FINAL_CHANNEL.length);
  for (const [open, close] of THOUGHTS) {
    if (block.includes(close)) continue;
    const end = text.lastIndexOf(close);
    if (end !== -1) text = text.slice(end + close.length);
    else if (text.trimStart().startsWith(open)) return undefined;
  }
  return withoutTokensAtEnds(text, languageId);
}
