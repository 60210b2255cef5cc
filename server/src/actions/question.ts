import type { ChatInput } from '../domain/generation.ts';
import type { ActionTarget, Knowledge } from './action.ts';

/** How an answer has to look, for every action that writes a block anew. */
export const BLOCK_FORM = `Answer with one Markdown code block and nothing else. It holds the whole
text that takes the place of what is between the tags: every line of it, the unchanged ones, too, with the indentation that they have.
No line is left out or stands for others, none of the lines around the tags is repeated, and there are no tags,
line numbers, plus or minus signs and no comments about the change. If the text holds \`\`\`, open and close the code
block with four backticks.`;

/** The same for repairs. */
export const ANSWER_FORM = `${BLOCK_FORM} Change only what the repair needs.`;

/** Lines shown around the block, so that the model knows the names in scope. */
export const CONTEXT_LINES = 40;

/** The block with the lines around it and what is known beside it, and below them what is asked. */
export function question(
  { languageId, lines, block }: ActionTarget,
  asked: string,
  { definitions, lastTry }: Pick<Knowledge, 'definitions' | 'lastTry'>,
): Pick<ChatInput, 'user' | 'around'> {
  const above = lines.slice(Math.max(0, block.first - CONTEXT_LINES), block.first);
  const below = lines.slice(block.last + 1, block.last + 1 + CONTEXT_LINES);
  const head = `Language: ${languageId}\n\n`;
  const known = definitions === '' ? '' : `Used below:\n${definitions}\n\nThe file:\n`;
  const before = known + above.map((line) => `${line}\n`).join('');
  const shown = ['<block>', ...lines.slice(block.first, block.last + 1), '</block>'].join('\n');
  const after = below.map((line) => `\n${line}`).join('');
  const start = head.length + before.length + shown.length;
  const earlier = lastTry === '' ? '' : `\n\n${lastTry}`;
  return {
    user: `${head}${before}${shown}${after}\n\n${asked}${earlier}`,
    around: {
      above: { start: head.length, end: head.length + before.length },
      below: { start, end: start + after.length },
    },
  };
}
