import { asFiles, type FimTemplate } from './fimTemplate.ts';

/** CodeGemma (Google, arXiv 2406.11409). */
export const codegemma: FimTemplate = {
  models: /code-?gemma/i,
  prompt: (input) => {
    const files = asFiles(input, (name, text) => `${name}\n${text}\n<|file_separator|>`);
    return `${files}<|fim_prefix|>${input.prefix}<|fim_suffix|>${input.suffix}<|fim_middle|>`;
  },
  stop: ['<|file_separator|>', '<end_of_turn>', '<eos>'],
};
