import type { Action } from '../action.ts';
import { question } from '../question.ts';

const INSTRUCTIONS = `You explain code to a programmer who reads it for the first time. The user shows an excerpt of a file, and the lines
to explain between <block> and </block>. Say first in one or two sentences what they are for, then how they work, step by step where that
helps, then what is easily overlooked: limits, side effects, likely mistakes. Be brief and exact. Write Markdown without links and images;
quote code only where it helps.`;

/** "Explain with Aurelis": a text about the code. */
export const explain: Action = {
  id: 'explain',
  about: 'lines',
  yields: 'text',
  kind: 'aurelis.explain',
  title: () => 'Explain with Aurelis',
  ask: (target, knowledge) => ({
    kind: 'chat',
    system: INSTRUCTIONS,
    ...question(target, 'Explain the block.', knowledge),
  }),
};
