import { rewriting } from './rewrite.ts';

/** Languages in which types may be left out, and may be written. */
const OPTIONAL = new Set(
  'python php typescript typescriptreact javascript javascriptreact vue svelte lua ruby elixir'.split(
    ' ',
  ),
);

/** "Add types with Aurelis": type annotations where the language has them. */
export const addTypes = rewriting(
  `Add type annotations to the block, as exact as the code allows, in the form that is usual for its language (in JavaScript JSDoc comments).
What the code does stays exactly as it is.`,
  {
    id: 'addTypes',
    title: 'Add Types with Aurelis',
    onlyAdds: true,
    isFor: (languageId) => OPTIONAL.has(languageId),
  },
);
