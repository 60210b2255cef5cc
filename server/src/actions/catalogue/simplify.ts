import { rewriting } from './rewrite.ts';

/** "Simplify with Aurelis": the same in fewer, plainer steps. */
export const simplify = rewriting(
  `Make the block simpler and easier to read. It does exactly what it did, for every input, with the same names for everything that is used
from outside. Keep its comments where they still hold.`,
  { id: 'simplify', title: 'Simplify with Aurelis' },
);
