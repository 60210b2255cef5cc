import { asFiles, type FimTemplate } from './fimTemplate.ts';

/** StarCoder 1 and 2, Granite Code, Stable Code, Refact (Lozhkov and others, arXiv 2402.19173). */
export const starcoder: FimTemplate = {
  models: /starcoder|granite.*code|stable-?code|refact/i,
  prompt: (input) => {
    const files = asFiles(input, (name, text) => `<file_sep>${name}\n${text}\n`);
    const own = `<fim_prefix>${input.prefix}<fim_suffix>${input.suffix}<fim_middle>`;
    return files === '' ? own : `${files}<file_sep>${own}`;
  },
  stop: ['<|endoftext|>', '<file_sep>'],
};
