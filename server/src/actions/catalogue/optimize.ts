import { rewriting } from './rewrite.ts';

/** "Optimize with Aurelis": the same, faster. */
export const optimize = rewriting(
  `Make the block faster, or let it need less memory, where that is worth it. It gives the same results for every input, with the same names
for everything that is used from outside. If nothing is to be gained, repeat the block as it is.`,
  { id: 'optimize', title: 'Optimize with Aurelis' },
);
