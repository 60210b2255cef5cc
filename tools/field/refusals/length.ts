import type { RefusalCase } from '../fieldCase.ts';
import { nginx, openai } from './bodies.ts';

/** Refusals of the text: its length, what it says; and of a server that cannot answer now. */
export const LENGTH_REFUSALS: readonly RefusalCase[] = [
  {
    name: 'OpenAI: the context is full',
    source: 'langchain-ai/langchain#24058',
    status: 400,
    body: openai(
      "This model's maximum context length is 1024 tokens. However, your messages resulted in 1408 tokens. Please reduce the length of the messages.",
      'invalid_request_error',
      'messages',
      'context_length_exceeded',
    ),
    kind: 'contextFull',
    says: 'maximum context length',
    facts: { inputTokens: 432 },
  },
  {
    name: 'Azure: the content filter',
    source: 'Azure OpenAI documentation (ResponsibleAIPolicyViolation)',
    status: 400,
    body: {
      error: {
        message:
          "The response was filtered due to the prompt triggering Azure OpenAI's content management policy.",
        param: 'prompt',
        code: 'content_filter',
        status: 400,
        innererror: { code: 'ResponsibleAIPolicyViolation' },
      },
    },
    kind: 'moderated',
    says: 'content management policy',
  },
  {
    name: 'Groq: more in a request than in a minute',
    source: 'assafelovic/gpt-researcher#985',
    status: 413,
    headers: { 'retry-after': '10' },
    body: {
      error: {
        message:
          'Request too large for model `llama-3.1-70b-versatile` in organization `org_01hw8f0aa0ekmrn70ffm2zkdv1` on tokens per minute (TPM): Limit 600, Requested 1408, please reduce your message size and try again. Visit https://console.groq.com/docs/rate-limits for more information.',
        type: 'tokens',
        code: 'rate_limit_exceeded',
      },
    },
    kind: 'contextFull',
    says: 'Request too large',
    facts: { inputTokens: 241 },
  },
  {
    name: 'llama.cpp: the context is full, with its counts',
    source: 'ggml-org/llama.cpp#15780',
    status: 400,
    api: 'infill',
    headers: { server: 'llama.cpp' },
    body: {
      error: {
        code: 400,
        message:
          'the request exceeds the available context size. try increasing the context size or enable context shift',
        type: 'exceed_context_size_error',
        n_prompt_tokens: 1408,
        n_ctx: 512,
      },
    },
    kind: 'contextFull',
    says: 'exceeds the available context size',
    facts: { inputTokens: 201 },
  },
  {
    name: 'llama.cpp: still loading',
    source: 'llama.cpp (server, /health)',
    status: 503,
    headers: { server: 'llama.cpp' },
    body: { error: { code: 503, message: 'Loading model', type: 'unavailable_error' } },
    kind: 'loading',
    says: 'Loading model',
  },
  {
    name: 'LM Studio: the context is full',
    source: 'Gitlawb/openclaude#353',
    status: 400,
    body: {
      error:
        'The number of tokens to keep from the initial prompt is greater than the context length (n_keep: 1408>= n_ctx: 1024). Try to load the model with a larger context length, or provide a shorter input.',
    },
    kind: 'contextFull',
    says: 'greater than the context length',
    facts: { inputTokens: 432 },
  },
  {
    name: 'TGI: the context is full',
    source: 'huggingface/transformers#28523',
    status: 422,
    body: {
      error:
        'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 1024. Given: 1408 `inputs` tokens and 64 `max_new_tokens`',
      error_type: 'validation',
    },
    kind: 'contextFull',
    says: 'must be <= 1024',
    facts: { inputTokens: 432 },
  },
  {
    name: 'Cloudflare: the origin is down',
    source: 'Cloudflare documentation (error 521)',
    status: 521,
    headers: { server: 'cloudflare', 'cf-ray': '8a-FRA', 'content-type': 'text/html' },
    body: '<!DOCTYPE html><html><head><title>example.com | 521: Web server is down</title></head><body>Cloudflare</body></html>',
    kind: 'server',
    speaker: 'gateway',
    says: 'Web server is down',
  },
  {
    name: 'nginx: a body over client_max_body_size',
    source: 'nginx documentation (413)',
    status: 413,
    headers: { server: 'nginx', 'content-type': 'text/html' },
    body: nginx('413 Request Entity Too Large'),
    kind: 'contextFull',
    speaker: 'gateway',
    says: '413 Request Entity Too Large',
    facts: { inputTokens: 352 },
  },
  {
    name: 'Anthropic: overloaded, inside a 200',
    source: 'Anthropic documentation (error events)',
    status: 200,
    body: { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } },
    kind: 'server',
    says: 'Overloaded',
  },
  {
    name: 'a server that is broken',
    source: 'any',
    status: 500,
    body: 'Internal Server Error',
    kind: 'server',
    says: 'Internal Server Error',
  },
];
