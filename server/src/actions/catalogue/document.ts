import { rewriting } from './rewrite.ts';

/** "Document with Aurelis": comments where readers need them. */
export const document = rewriting(
  `Write documentation for the block, in the form that is usual for its language (docstrings, JSDoc, doc comments, and so on): what it
does, its parameters, what it returns and what it raises, as far as that is not plain from the names. Write no comments that only repeat
the code. Add and change comments alone: every line of code stays exactly as it is.`,
  { id: 'document', title: 'Document with Aurelis', yields: 'comments' },
);
