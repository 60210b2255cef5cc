import type { ChatInput } from '../domain/generation.ts';
import type { ActionKind, ActionTarget } from './action.ts';

const INSTRUCTIONS = `You repair code. The user shows an excerpt of a file, the lines to rewrite between
<block> and </block>, and what is wrong. Answer with one Markdown code block and nothing else. It holds the whole
corrected text between the tags: every line of it, the unchanged ones, too, with the indentation that they have.
No line is left out or stands for others, none of the lines around the tags is repeated, and there are no tags,
line numbers, plus or minus signs and no comments about the change. If the text holds \`\`\`, open and close the code
block with four backticks. Change only what the repair needs.`;

/** Lines shown around the block, so that the model knows the names in scope. */
const CONTEXT_LINES = 40;

/** "Fix with Aurelis": rewrites the block around a diagnostic so that the diagnostic goes away. */
export const fix: ActionKind = {
  id: 'fix',
  kind: 'quickfix',
  title: (diagnostic) => `Fix with Aurelis: ${firstLine(diagnostic.message)}`,
  ask: (target) => ({ kind: 'chat', system: INSTRUCTIONS, ...question(target) }),
};

function question({
  languageId,
  lines,
  block,
  diagnostic,
}: ActionTarget): Pick<ChatInput, 'user' | 'around'> {
  const above = lines.slice(Math.max(0, block.first - CONTEXT_LINES), block.first);
  const below = lines.slice(block.last + 1, block.last + 1 + CONTEXT_LINES);
  const head = `Language: ${languageId}\n\n`;
  const before = above.map((line) => `${line}\n`).join('');
  const asked = ['<block>', ...lines.slice(block.first, block.last + 1), '</block>'].join('\n');
  const after = below.map((line) => `\n${line}`).join('');
  const source = diagnostic.source === undefined ? '' : ` (${diagnostic.source})`;
  const problem = `Problem${source} in line ${diagnostic.line - block.first + 1} of the block: ${diagnostic.message}`;
  const start = head.length + before.length + asked.length;
  return {
    user: `${head}${before}${asked}${after}\n\n${problem}`,
    around: {
      above: { start: head.length, end: head.length + before.length },
      below: { start, end: start + after.length },
    },
  };
}

/** Lightbulb titles are one short line. */
function firstLine(message: string): string {
  const line = message.split('\n', 1)[0] ?? '';
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
