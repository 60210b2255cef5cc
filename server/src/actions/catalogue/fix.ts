import type { Action, ActionTarget } from '../action.ts';
import { editInstructions } from '../editInstructions.ts';
import { question } from '../question.ts';

const INSTRUCTIONS =
  editInstructions(`You repair code. The user shows an excerpt of a file, the lines to rewrite between
<block> and </block>, and what is wrong.`);

/** "Fix with Aurelis": rewrites the block around a diagnostic so that the diagnostic goes away. */
export const fix: Action = {
  id: 'fix',
  about: 'diagnostic',
  yields: 'repair',
  kind: 'quickfix',
  title: (diagnostic) => `Fix with Aurelis: ${firstLine(diagnostic.message)}`,
  ask: (target, knowledge) => ({
    kind: 'chat',
    ...INSTRUCTIONS,
    ...question(target, problem(target), knowledge),
  }),
};

function problem({ block, diagnostic }: ActionTarget): string {
  const { source, code, message, line, related = [] } = diagnostic;
  const names = [source, code].filter((name) => name !== undefined).join(' ');
  const named = names === '' ? '' : ` (${names})`;
  const places = related.map((each) => `\nSee line ${each.line + 1} of the file: ${each.message}`);
  return `Problem${named} in line ${line - block.first + 1} of the block: ${message}${places.join('')}`;
}

/** Lightbulb titles are one short line. */
function firstLine(message: string): string {
  const line = message.split('\n', 1)[0] ?? '';
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
