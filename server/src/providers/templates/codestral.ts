import { asFiles, type FimTemplate } from './fimTemplate.ts';

/** Codestral behind a server without Mistral's own route (Mistral's tokenizer puts the suffix first). */
export const codestral: FimTemplate = {
  models: /codestral/i,
  prompt: (input) => {
    const files = asFiles(input, (name, text) => `+++++ ${name}\n${text}\n`);
    return `[SUFFIX]${input.suffix}[PREFIX]${files}${input.prefix}`;
  },
  stop: ['[PREFIX]', '[SUFFIX]', '+++++ '],
};
