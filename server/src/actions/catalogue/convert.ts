import { rewriting } from './rewrite.ts';

/** "Convert with Aurelis": the same in a form that the user names. */
export const convert = rewriting(
  `The user names a form, such as async/await, a class, or another library. Convert the block to that form, in the same programming language. It
does what it did, with the same names for everything that is used from outside.`,
  {
    id: 'convert',
    title: 'Convert with Aurelis…',
    asksUser: 'Convert this code to what? For example: async/await, a switch statement, a class',
  },
);
