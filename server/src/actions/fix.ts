import type { ActionKind, ActionTarget } from './action.ts';
import { editInstructions } from './editInstructions.ts';
import { question } from './question.ts';

const INSTRUCTIONS =
  editInstructions(`You repair code. The user shows an excerpt of a file, the lines to rewrite between
<block> and </block>, and what is wrong.`);

/** "Fix with Aurelis": rewrites the block around a diagnostic so that the diagnostic goes away. */
export const fix: ActionKind = {
  id: 'fix',
  about: 'diagnostic',
  kind: 'quickfix',
  title: (diagnostic) => `Fix with Aurelis: ${firstLine(diagnostic.message)}`,
  ask: (target) => ({ kind: 'chat', ...INSTRUCTIONS, ...question(target, problem(target)) }),
};

function problem({ block, diagnostic }: ActionTarget): string {
  const source = diagnostic.source === undefined ? '' : ` (${diagnostic.source})`;
  return `Problem${source} in line ${diagnostic.line - block.first + 1} of the block: ${diagnostic.message}`;
}

/** Lightbulb titles are one short line. */
function firstLine(message: string): string {
  const line = message.split('\n', 1)[0] ?? '';
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
