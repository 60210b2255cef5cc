import type { Action } from '../action.ts';
import { question } from '../question.ts';

const INSTRUCTIONS = `You write tests. The user shows an excerpt of a file, and the lines to test between <block> and </block>. Write a test
file for them in the same programming language, with the test library that the code around suggests, else the one that is usual for the
language. Test what the code promises: the usual case, the edges, wrong input. Import what is tested from the file whose name is given.
Answer with one Markdown code block and nothing else; it holds the whole test file, and no line of it stands for others.`;

/** "Write tests with Aurelis": a test file of its own. */
export const writeTests: Action = {
  id: 'tests',
  about: 'lines',
  yields: 'file',
  kind: 'aurelis.tests',
  title: () => 'Write Tests with Aurelis',
  ask: (target, knowledge) => ({
    kind: 'chat',
    system: INSTRUCTIONS,
    ...question(target, `Write tests for the block, which stands in ${knowledge.file}.`, knowledge),
  }),
};
