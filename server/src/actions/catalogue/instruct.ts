import { rewriting } from './rewrite.ts';

/** "Change with Aurelis": whatever the user says. */
export const instruct = rewriting(
  'Change the block as the user asks, and nothing else in it. Keep the style of the code around it.',
  {
    id: 'instruct',
    title: 'Change with Aurelis…',
    asksUser: 'How should this code be changed?',
  },
);
