import { commented } from './comments.ts';
import type { FimTemplate } from './fimTemplate.ts';

/** DeepSeek-Coder 1 and 2 (Guo and others, arXiv 2401.14196). */
export const deepseek: FimTemplate = {
  models: /deepseek.*coder/i,
  prompt: (input, languageId) =>
    `<｜fim▁begin｜>${commented(input, languageId)}${input.prefix}<｜fim▁hole｜>${input.suffix}<｜fim▁end｜>`,
  stop: ['<｜end▁of▁sentence｜>', '<｜fim▁begin｜>'],
};
