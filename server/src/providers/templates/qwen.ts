import { asFiles, type FimTemplate } from './fimTemplate.ts';

/** Qwen2.5-Coder and later (technical report, arXiv 2409.12186, §3.2). */
export const qwen: FimTemplate = {
  models: /qwen.*coder|codeqwen/i,
  prompt: (input) => {
    const files = asFiles(input, (name, text) => `<|file_sep|>${name}\n${text}\n`);
    const own = `<|fim_prefix|>${input.prefix}<|fim_suffix|>${input.suffix}<|fim_middle|>`;
    return files === '' ? own : `<|repo_name|>workspace\n${files}<|file_sep|>${own}`;
  },
  stop: ['<|endoftext|>', '<|fim_pad|>', '<|file_sep|>', '<|repo_name|>', '<|im_end|>'],
};
