import type { Action } from '../action.ts';
import { question } from '../question.ts';

const INSTRUCTIONS = `You name things in code. The user shows an excerpt of a file, and between <block> and </block> the lines around a name. Suggest
up to six better names for it: exact, as short as that allows, in the style of the names around it, each free of others that stand there.
Answer with the names alone, one a line, the best first.`;

/** Better names for what is called `words`; not in the menu, as it needs a place and no lines. */
export const suggestNames: Action = {
  id: 'names',
  about: 'lines',
  yields: 'text',
  kind: 'aurelis.names',
  title: () => 'Suggest Names',
  ask: (target, knowledge) => ({
    kind: 'chat',
    system: INSTRUCTIONS,
    ...question(target, asked(target.diagnostic.line, target.lines, knowledge.words), knowledge),
  }),
};

const asked = (line: number, lines: readonly string[], name: string): string =>
  `Suggest other names for \`${name}\`, which stands on this line:\n${lines[line]?.trim().slice(0, MAX_SHOWN)}`;

/** Of a longer line the beginning shows enough. */
const MAX_SHOWN = 300;
