import { commented } from './comments.ts';
import type { FimTemplate } from './fimTemplate.ts';

/** Code Llama (Rozière and others, arXiv 2308.12950); it knows one file, so others come as comments. */
export const codellama: FimTemplate = {
  models: /code-?llama/i,
  prompt: (input, languageId) =>
    `<PRE> ${commented(input, languageId)}${input.prefix} <SUF>${input.suffix} <MID>`,
  stop: ['<EOT>'],
};
