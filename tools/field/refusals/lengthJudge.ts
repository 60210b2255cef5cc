import type { RefusalCase } from '../fieldCase.ts';

/** Refusals of the text: its length, what it says; and of a server that cannot answer now; they only judge. */
export const LENGTH_JUDGE: readonly RefusalCase[] = [
  {
    name: 'vLLM: the context is full',
    source: 'vllm-project/vllm#20409',
    status: 400,
    body: {
      object: 'error',
      message:
        "This model's maximum context length is 1024 tokens. However, you requested 1472 tokens (1408 in the messages, 64 in the completion). Please reduce the length of the messages or completion.",
      type: 'BadRequestError',
      param: null,
      code: 400,
    },
    kind: 'contextFull',
    says: 'maximum context length',
    facts: { inputTokens: 413 },
  },
  {
    name: 'llama.cpp of before: as 500',
    source: 'ikawrakow/ik_llama.cpp#2420',
    status: 500,
    api: 'infill',
    body: {
      error: {
        code: 500,
        message:
          'the request exceeds the available context size. try increasing the context size or enable context shift',
        type: 'server_error',
      },
    },
    kind: 'contextFull',
    says: 'exceeds the available context size',
    facts: { inputTokens: 352 },
  },
  {
    name: 'LM Studio: its older words',
    source: 'lmstudio-ai/lmstudio-bug-tracker#546',
    status: 400,
    body: {
      error:
        'Trying to keep the first 1408 tokens when context the overflows. However, the model is loaded with context length of only 1024 tokens, which is not enough. Try to load the model with a larger context length, or provide a shorter input.',
    },
    kind: 'contextFull',
    says: 'context length of only 1024',
    facts: { inputTokens: 432 },
  },
  {
    name: 'Anthropic: too long a prompt',
    source: 'Anthropic documentation (errors)',
    status: 400,
    body: {
      type: 'error',
      error: {
        type: 'invalid_request_error',
        message: 'prompt is too long: 1408 tokens > 1024 maximum',
      },
    },
    kind: 'contextFull',
    says: 'prompt is too long',
    facts: { inputTokens: 432 },
  },
  {
    name: 'OpenAI: the prompt is flagged',
    source: 'platform.openai.com/docs (safety)',
    status: 400,
    body: {
      error: {
        message:
          'Invalid prompt: your prompt was flagged as potentially violating our usage policy. Please try again with a different prompt.',
        type: 'invalid_request_error',
        param: null,
        code: 'invalid_prompt',
      },
    },
    kind: 'moderated',
    says: 'flagged',
  },
  {
    name: 'DashScope: data inspection',
    source: 'DashScope documentation (data_inspection_failed)',
    status: 400,
    body: {
      error: {
        code: 'data_inspection_failed',
        message: 'Input data may contain inappropriate content.',
        type: 'data_inspection_failed',
      },
    },
    kind: 'moderated',
    says: 'inappropriate content',
  },
  {
    name: 'Hugging Face: the model is loading',
    source: 'huggingface.co/docs (Inference API)',
    status: 503,
    body: { error: 'Model bigcode/starcoder2-3b is currently loading', estimated_time: 120.5 },
    kind: 'loading',
    says: 'currently loading',
  },
  {
    name: 'Envoy: no server behind it',
    source: 'Envoy documentation',
    status: 503,
    headers: { server: 'envoy' },
    body: 'upstream connect error or disconnect/reset before headers. reset reason: connection failure',
    kind: 'server',
    speaker: 'gateway',
    says: 'upstream connect error',
  },
  {
    name: 'a gateway without words',
    source: 'any',
    status: 502,
    headers: { server: 'nginx' },
    body: '',
    kind: 'server',
    speaker: 'gateway',
  },
];
