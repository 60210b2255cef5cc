import type { Right } from './forms.ts';

/**
 * The names in other people's lists, with what these say: models.json of TabbyML/registry-tabby and known_models.rs of
 * smallcloudai/refact-lsp. Left out is `wizardcoder/15b`, which the one asks to fill in and its makers do not.
 */
export const NAMES_ELSEWHERE: Readonly<Partial<Record<Right, readonly string[]>>> = {
  qwen: [
    'Qwen2.5-Coder-0.5B',
    'Qwen2.5-Coder-1.5B',
    'Qwen/Qwen2.5-Coder-3B',
    'ikw/Qwen2.5-Coder-7B-GGUF',
    'qwen2.5-coder-14b-q8_0.gguf',
  ],
  starcoder2: [
    'StarCoder2-7B',
    'nold/starcoder2-3b-GGUF',
    'starcoder2/3b/base',
    'starcoder2/15b/vllm',
  ],
  starcoder1: [
    'StarCoder-1B',
    'starcoderbase-3B.Q8_0.gguf',
    'bigcode/starcoder',
    'starcoder/15b/plus',
    'starcoder/7b/vllm',
    'Refact/1.6B',
    'Refact/1.6B/vllm',
  ],
  underscored: ['CodeQwen-7B', 'bartowski/CodeQwen1.5-7B-GGUF', 'stable/3b/code'],
  codellama: ['CodeLlama-7B', 'TheBloke/CodeLlama-13B-GGUF', 'codellama/7b'],
  deepseek: [
    'DeepseekCoder-1.3B',
    'icycodes/deepseek-coder-6.7b-base-Q8_0-GGUF',
    'deepseek-coder/5.7b/mqa-base',
    'deepseek-coder/1.3b/vllm',
    'DeepSeek-Coder-V2-Lite',
    'bartowski/DeepSeek-Coder-V2-Lite-Base-GGUF',
  ],
  codegemma: ['CodeGemma-2B', 'codegemma-7b.Q8_0.gguf'],
  codestral: ['Codestral-22B', 'bartowski/Codestral-22B-v0.1-GGUF'],
  chat: [
    'Mistral-7B',
    'CodeGemma-7B-Instruct',
    'CodeQwen-7B-Chat',
    'Qwen2-1.5B-Instruct',
    'Yi-Coder-9B-Chat',
    'Nomic-Embed-Text',
    'Jina-Embeddings-V2-Code',
    'starchat/15b/beta',
    'wizardlm/7b',
    'magicoder/6.7b',
    'mixtral/8x7b/instruct-v0.1',
    'phind/34b/v2',
    'deepseek-coder/6.7b/instruct',
    'deepseek-coder/33b/instruct',
    'claude-instant-1.2',
  ],
};
