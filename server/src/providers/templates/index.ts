import type { FimFamily } from '../../domain/endpoint.ts';
import type { InfillInput } from '../../domain/generation.ts';
import { commented } from './comments.ts';
import { languageName } from './languageName.ts';

/** How one family of models was trained to fill in the middle. */
export interface FimTemplate {
  /** The prompt with what stands around the place, other files included. */
  readonly prompt: (input: InfillInput, languageId: string) => string;
  /** Where an answer is over, beside the server's own end: at most four, which is all that OpenAI's API takes. */
  readonly stop: readonly string[];
}

/** The order in which a family reads the parts around a place. */
type Order = (before: string, after: string) => string;

/** The name of a repository in prompts: ours is nobody's business. */
const REPOSITORY = 'workspace';

const prefixFirst =
  (prefix: string, suffix: string, middle: string): Order =>
  (before, after) =>
    `${prefix}${before}${suffix}${after}${middle}`;
const suffixFirst =
  (suffix: string, prefix: string, middle: string): Order =>
  (before, after) =>
    `${suffix}${after}${prefix}${before}${middle}`;

const underscored = prefixFirst('<fim_prefix>', '<fim_suffix>', '<fim_middle>');
const piped = prefixFirst('<|fim_prefix|>', '<|fim_suffix|>', '<|fim_middle|>');

const nameOf = ({ file = 'untitled' }: InfillInput): string => file;

/** The prompt of a family that knows one file only: other files come as comments. */
const oneFile =
  (order: Order): FimTemplate['prompt'] =>
  (input, languageId) =>
    order(commented(input, languageId) + input.prefix, input.suffix);

/** Other files in the way of a family that knows them. */
const files = (
  { snippets = [] }: InfillInput,
  file: (name: string, text: string) => string,
): string => snippets.map(({ name, text }) => file(name, text)).join('');

/** Puts other files before the prompt of a file, which then has its name, too; without any it is the plain prompt. */
const withFiles =
  (order: Order, file: (name: string, text: string) => string, own: (name: string) => string) =>
  (input: InfillInput): string => {
    const others = files(input, file);
    const prompt = order(input.prefix, input.suffix);
    return others === '' ? prompt : others + own(nameOf(input)) + prompt;
  };

/**
 * Every family: its tokens, their order, how it knows of other files, and where its answers end. This table is what the setting
 * `endpoints[].fimTemplate` chooses from; `modelNames.ts` says who belongs to which.
 */
export const fimTemplates: Readonly<Record<FimFamily, FimTemplate>> = {
  /** Qwen2.5-Coder and later (technical report, arXiv 2409.12186, §3.2); with files as llama.cpp's server writes them. */
  qwen: {
    prompt: (input) => {
      const order = withFiles(
        piped,
        (name, text) => `<|file_sep|>${name}\n${text}\n`,
        (name) => `<|file_sep|>${name}\n`,
      );
      return (input.snippets ?? []).length === 0
        ? order(input)
        : `<|repo_name|>${REPOSITORY}\n${order(input)}`;
    },
    stop: ['<|endoftext|>', '<|fim_pad|>', '<|file_sep|>', '<|repo_name|>'],
  },
  /** StarCoder 2 (Lozhkov and others, arXiv 2402.19173, §5.1): the file's name stands behind its first token. */
  starcoder: {
    prompt: (input) => {
      const others = files(input, (name, text) => `${name}\n${text}\n<file_sep>`);
      if (others === '') return underscored(input.prefix, input.suffix);
      const own = underscored(`${nameOf(input)}\n${input.prefix}`, input.suffix);
      return `<repo_name>${REPOSITORY}<file_sep>${others}${own}`;
    },
    stop: ['<|endoftext|>', '<file_sep>', '<repo_name>', '<fim_prefix>'],
  },
  /** StarCoder 1 (Li and others, arXiv 2305.06161) and Refact. */
  starcoder1: {
    prompt: withFiles(
      underscored,
      (name, text) => `<filename>${name}\n${text}\n`,
      (name) => `<filename>${name}\n`,
    ),
    stop: ['<|endoftext|>', '<filename>', '<reponame>', '<fim_prefix>'],
  },
  /** Granite Code and 3.3, Stable Code, CodeQwen: StarCoder's tokens, and no other files. */
  granite: {
    prompt: oneFile(underscored),
    stop: ['<|endoftext|>', '<|end_of_text|>', '<fim_prefix>', '<file_sep>'],
  },
  /** Granite 4. */
  granite4: {
    prompt: oneFile(piped),
    stop: ['<|end_of_text|>', '<|fim_prefix|>', '<|fim_pad|>', '<|filename|>'],
  },
  /** SantaCoder (Ben Allal and others, arXiv 2301.03988). */
  santacoder: {
    prompt: oneFile(prefixFirst('<fim-prefix>', '<fim-suffix>', '<fim-middle>')),
    stop: ['<|endoftext|>', '<fim-prefix>'],
  },
  /** Code Llama (Rozière and others, arXiv 2308.12950); the blanks belong to its tokens. */
  codellama: {
    prompt: oneFile(prefixFirst('<PRE> ', ' <SUF>', ' <MID>')),
    stop: ['<EOT>', '<PRE>'],
  },
  /** DeepSeek-Coder 1 and 2, DeepSeek 2.5 and later (Guo and others, arXiv 2401.14196). */
  deepseek: {
    prompt: oneFile(prefixFirst('<｜fim▁begin｜>', '<｜fim▁hole｜>', '<｜fim▁end｜>')),
    stop: ['<｜end▁of▁sentence｜>', '<｜fim▁begin｜>', '<｜begin▁of▁sentence｜>', '<|EOT|>'],
  },
  /** CodeGemma (Google, arXiv 2406.11409). */
  codegemma: {
    prompt: withFiles(
      piped,
      (name, text) => `${name}\n${text}\n<|file_separator|>`,
      (name) => `${name}\n`,
    ),
    stop: ['<|file_separator|>', '<|fim_prefix|>', '<end_of_turn>', '<eos>'],
  },
  /** Codestral behind a server without Mistral's own route (Mistral's tokenizer puts the suffix first). */
  codestral: {
    prompt: (input) => {
      const others = files(input, (name, text) => `+++++ ${name}\n${text}\n\n`);
      const own = others === '' ? '' : `+++++ ${nameOf(input)}\n`;
      return suffixFirst('[SUFFIX]', '[PREFIX]', '')(others + own + input.prefix, input.suffix);
    },
    stop: ['[PREFIX]', '[SUFFIX]', '\n+++++ ', '</s>'],
  },
  /** Seed-Coder (ByteDance, arXiv 2506.03524, §2.2), and Zeta 2, which was made of it. */
  seedcoder: {
    prompt: oneFile(suffixFirst('<[fim-suffix]>', '<[fim-prefix]>', '<[fim-middle]>')),
    stop: ['<[end▁of▁sentence]>', '<[begin▁of▁sentence]>', '<[fim-suffix]>', '<[fim-prefix]>'],
  },
  /** GLM 4.5 to 4.7 (the tokens of its tokenizer; in the order of Zed). */
  glm: {
    prompt: oneFile(prefixFirst('<|code_prefix|>', '<|code_suffix|>', '<|code_middle|>')),
    stop: ['<|endoftext|>', '<|user|>', '<|code_prefix|>', '<|code_suffix|>'],
  },
  /** CodeGeeX 4 (its infilling guideline): a turn of a chat with a head that names file and language. */
  codegeex: {
    prompt: (input, languageId) => {
      const others = files(input, (name, text) => `###REFERENCE:\n###PATH:${name}\n${text}\n`);
      const head = `###PATH:${nameOf(input)}\n###LANGUAGE:${languageName(languageId)}\n###MODE:BLOCK\n`;
      const order = suffixFirst('<|code_suffix|>', '<|code_prefix|>', '<|code_middle|>');
      return `<|user|>\n${others}${head}${order(input.prefix, input.suffix)}<|assistant|>\n`;
    },
    stop: ['<|endoftext|>', '<|user|>', '<|assistant|>', '<|code_suffix|>'],
  },
  /** Mellum (JetBrains, arXiv 2510.05788): it always knows the file's name. */
  mellum: {
    prompt: (input) => {
      const others = files(input, (name, text) => `<filename>${name}\n${text}\n`);
      const order = suffixFirst('<fim_suffix>', '<fim_prefix>', '<fim_middle>');
      return `${others}<filename>${nameOf(input)}\n${order(input.prefix, input.suffix)}`;
    },
    stop: ['<|endoftext|>', '<filename>', '<fim_suffix>', '<fim_prefix>'],
  },
  /** aiXcoder 7B (its README). */
  aixcoder: {
    prompt: oneFile(prefixFirst('▁<AIX-SPAN-PRE>', '▁<AIX-SPAN-POST>', '▁<AIX-SPAN-MIDDLE>')),
    stop: ['</s>', '<AIX-SPAN-PRE>', '<AIX-SPAN-POST>', '<AIX-SPAN-MIDDLE>'],
  },
  /** Falcon H1 Tiny Coder. */
  falcon: {
    prompt: oneFile(prefixFirst('<|prefix|>', '<|suffix|>', '<|middle|>')),
    stop: ['<|endoftext|>', '<|end_of_text|>', '<|im_end|>', '<|prefix|>'],
  },
};
