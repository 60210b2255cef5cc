import type { Action, ActionTarget } from '../action.ts';
import { editInstructions } from '../editInstructions.ts';
import { question } from '../question.ts';

const INSTRUCTIONS = editInstructions(
  `You repair code. The user shows an excerpt of a file, and the lines to look at between
<block> and </block>. Find what is surely wrong in them, such as a misspelled name, a wrong type or operator, or a
call that fails, and correct it.`,
  { whole: 'If nothing is wrong, repeat the block as it is.' },
);

/**
 * "Fix this with Aurelis": mends what is wrong in lines that the user points at, for editors that keep the diagnostics of
 * other tools to themselves.
 */
export const fixLines: Action = {
  id: 'fixLines',
  about: 'lines',
  yields: 'repair',
  kind: 'quickfix',
  title: () => 'Fix this with Aurelis',
  ask: (target, knowledge) => ({
    kind: 'chat',
    ...INSTRUCTIONS,
    ...question(target, place(target), knowledge),
  }),
};

/** The lines, counted as the model sees them. */
function place({ block, diagnostic, diagnosticLines }: ActionTarget): string {
  const lines = diagnosticLines.map((line) => line - block.first + 1);
  const [first = 1, last = first] = [lines[0], lines.at(-1)];
  const isAll = first === 1 && last === block.last - block.first + 1;
  if (isAll) return `Correct the block, line ${diagnostic.line - block.first + 1} first.`;
  const where = first === last ? `line ${first}` : `lines ${first} to ${last}`;
  return `Correct ${where} of the block.`;
}
