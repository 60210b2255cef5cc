/**
 * How each family of models was trained to fill in the middle, as its makers and the servers that write its prompts say. Written from
 * those, not from our templates: a test holds the two against each other.
 */

/** A place in a file, and one other file that may help. */
export interface Place {
  readonly prefix: string;
  readonly suffix: string;
  /** Names of the file itself and of the other one. */
  readonly file: string;
  readonly other: string;
  readonly text: string;
}

export interface Form {
  /** The prompt without another file. */
  readonly alone: (place: Place) => string;
  /** The prompt with one; absent where the family has no form of its own for that. */
  readonly helped?: (place: Place) => string;
  /** Where the form is described. */
  readonly source: string;
}

const underscored = ({ prefix, suffix }: Place) =>
  `<fim_prefix>${prefix}<fim_suffix>${suffix}<fim_middle>`;
const piped = ({ prefix, suffix }: Place) =>
  `<|fim_prefix|>${prefix}<|fim_suffix|>${suffix}<|fim_middle|>`;

export const FORMS = {
  qwen: {
    alone: piped,
    helped: (place) =>
      `<|repo_name|>workspace\n<|file_sep|>${place.other}\n${place.text}\n<|file_sep|>${place.file}\n${piped(place)}`,
    source: 'arXiv 2409.12186; README of QwenLM/Qwen3-Coder; llama.cpp, format_infill',
  },
  starcoder2: {
    alone: underscored,
    helped: ({ prefix, suffix, file, other, text }) =>
      `<repo_name>workspace<file_sep>${other}\n${text}\n<file_sep><fim_prefix>${file}\n${prefix}<fim_suffix>${suffix}<fim_middle>`,
    source: 'arXiv 2402.19173 §5.1; bigcode-project/starcoder2 issue 21',
  },
  starcoder1: {
    alone: underscored,
    helped: (place) =>
      `<filename>${place.other}\n${place.text}\n<filename>${place.file}\n${underscored(place)}`,
    source: 'arXiv 2305.06161; cards of bigcode/starcoder and smallcloudai/Refact-1_6B-fim',
  },
  underscored: {
    alone: underscored,
    source:
      'cards of stabilityai/stable-code-3b and ibm-granite/granite-8b-code-base; llama.cpp PR 12988 (Granite 3.3); QwenLM/Qwen3-Coder issue 13 (CodeQwen1.5)',
  },
  granite4: { alone: piped, source: 'cards of ibm-granite/granite-4.0-*' },
  santacoder: {
    alone: ({ prefix, suffix }) => `<fim-prefix>${prefix}<fim-suffix>${suffix}<fim-middle>`,
    source: 'arXiv 2301.03988; card of bigcode/santacoder',
  },
  codellama: {
    alone: ({ prefix, suffix }) => `<PRE> ${prefix} <SUF>${suffix} <MID>`,
    source: 'arXiv 2308.12950; TabbyML/registry-tabby models.json; Zed fim.rs',
  },
  deepseek: {
    alone: ({ prefix, suffix }) => `<｜fim▁begin｜>${prefix}<｜fim▁hole｜>${suffix}<｜fim▁end｜>`,
    source: 'arXiv 2401.14196; card of deepseek-ai/deepseek-coder-6.7b-base',
  },
  codegemma: {
    alone: piped,
    helped: (place) =>
      `${place.other}\n${place.text}\n<|file_separator|>${place.file}\n${piped(place)}`,
    source: 'arXiv 2406.11409 §2; ai.google.dev/gemma/docs/codegemma/prompt-structure',
  },
  codestral: {
    alone: ({ prefix, suffix }) => `[SUFFIX]${suffix}[PREFIX]${prefix}`,
    helped: ({ prefix, suffix, file, other, text }) =>
      `[SUFFIX]${suffix}[PREFIX]+++++ ${other}\n${text}\n\n+++++ ${file}\n${prefix}`,
    source: "mistral-common, encode_fim; continuedev/continue, codestral's multi-file template",
  },
  seedcoder: {
    alone: ({ prefix, suffix }) => `<[fim-suffix]>${suffix}<[fim-prefix]>${prefix}<[fim-middle]>`,
    source: 'arXiv 2506.03524 §2.2; card of ByteDance-Seed/Seed-Coder-8B-Base',
  },
  glm: {
    alone: ({ prefix, suffix }) =>
      `<|code_prefix|>${prefix}<|code_suffix|>${suffix}<|code_middle|>`,
    source: 'zed-industries/zed issue 52918 and fim.rs; llama-vocab.cpp (GLM-4.5)',
  },
  codegeex: {
    alone: ({ prefix, suffix, file }) =>
      `<|user|>\n###PATH:${file}\n###LANGUAGE:TypeScript\n###MODE:BLOCK\n<|code_suffix|>${suffix}<|code_prefix|>${prefix}<|code_middle|><|assistant|>\n`,
    helped: ({ prefix, suffix, file, other, text }) =>
      `<|user|>\n###REFERENCE:\n###PATH:${other}\n${text}\n###PATH:${file}\n###LANGUAGE:TypeScript\n###MODE:BLOCK\n<|code_suffix|>${suffix}<|code_prefix|>${prefix}<|code_middle|><|assistant|>\n`,
    source: 'card of THUDM/codegeex4-all-9b; its Infilling_guideline.md',
  },
  mellum: {
    alone: ({ prefix, suffix, file }) =>
      `<filename>${file}\n<fim_suffix>${suffix}<fim_prefix>${prefix}<fim_middle>`,
    helped: ({ prefix, suffix, file, other, text }) =>
      `<filename>${other}\n${text}\n<filename>${file}\n<fim_suffix>${suffix}<fim_prefix>${prefix}<fim_middle>`,
    source: 'card of JetBrains/Mellum-4b-base; arXiv 2510.05788',
  },
  aixcoder: {
    alone: ({ prefix, suffix }) =>
      `▁<AIX-SPAN-PRE>${prefix}▁<AIX-SPAN-POST>${suffix}▁<AIX-SPAN-MIDDLE>`,
    source: 'README of aixcoder-plugin/aiXcoder-7B, “PSM mode”',
  },
  falcon: {
    alone: ({ prefix, suffix }) => `<|prefix|>${prefix}<|suffix|>${suffix}<|middle|>`,
    source: 'ggml-org/llama.cpp PR 19249 (Falcon-H1-Tiny-Coder)',
  },
} as const satisfies Record<string, Form>;

/** `chat`: has no form for filling in the middle, or has lost it. */
export type Right = keyof typeof FORMS | 'chat';
