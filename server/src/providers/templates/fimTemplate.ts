import type { InfillInput } from '../../domain/generation.ts';

/** How one family of models was trained to fill in the middle. */
export interface FimTemplate {
  /** The names under which such models are served. */
  readonly models: RegExp;
  readonly prompt: (input: InfillInput, languageId: string) => string;
  /** Where an answer is over, beside the server's own end. */
  readonly stop: readonly string[];
}

/** Snippets in the way of a family that knows files: each under its name, then the file itself. */
export const asFiles = (
  { snippets = [] }: InfillInput,
  file: (name: string, text: string) => string,
): string => snippets.map(({ name, text }) => file(name, text)).join('');
