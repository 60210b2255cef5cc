import type { Action, Knowledge } from '../action.ts';
import { editInstructions } from '../editInstructions.ts';
import { BLOCK_FORM, question } from '../question.ts';

/** An action that rewrites what the user points at; `task` says in whole sentences what is to be done, and what is to stay. */
export function rewriting(
  task: string,
  about: Pick<Action, 'id' | 'isFor' | 'asksUser' | 'onlyAdds'> & {
    readonly title: string;
    readonly kind?: string;
    readonly yields?: 'rewrite' | 'comments';
  },
): Action {
  const { title, kind = 'refactor.rewrite', yields = 'rewrite', ...rest } = about;
  const instructions = editInstructions(
    `You are a careful programmer. The user shows an excerpt of a file, and the lines to work on between
<block> and </block>. ${task}`,
    { form: BLOCK_FORM },
  );
  return {
    ...rest,
    about: 'lines',
    yields,
    kind,
    title: () => title,
    ask: (target, knowledge) => ({
      kind: 'chat',
      ...instructions,
      ...question(target, asked(knowledge), knowledge),
    }),
  };
}

const asked = ({ words }: Knowledge): string =>
  words === '' ? 'Rewrite the block.' : `Rewrite the block: ${words}`;
