import { createHash } from 'node:crypto';
import type { Action } from '../action.ts';
import { rewriting } from './rewrite.ts';

/** An entry that the user has made, `actions.custom`. */
export interface CustomAction {
  readonly title: string;
  readonly instruction: string;
  /** Language ids; all without it. */
  readonly languages?: readonly string[] | undefined;
  /** An LSP code action kind; `refactor.rewrite` without it. */
  readonly kind?: string | undefined;
}

/** The user's own entries as actions. Their ids follow from what they say, so that an offer never runs another one. */
export const customActions = (entries: readonly CustomAction[]): Action[] =>
  entries.map(({ title, instruction, languages, kind }) =>
    rewriting(`Change the block as the user wants: ${instruction}`, {
      id: `custom-${createHash('sha256').update(instruction).digest('hex').slice(0, 16)}`,
      title,
      ...(kind === undefined ? {} : { kind }),
      ...(languages === undefined ? {} : { isFor: (id: string) => languages.includes(id) }),
    }),
  );
