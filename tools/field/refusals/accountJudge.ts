import type { RefusalCase } from '../fieldCase.ts';

/** Refusals of the key, its account, its limits, the model; they only judge. */
export const ACCOUNT_JUDGE: readonly RefusalCase[] = [
  {
    name: 'DeepSeek: a model that does not exist',
    source: 'api-docs.deepseek.com (error codes)',
    status: 400,
    body: {
      error: {
        message: 'Model Not Exist',
        type: 'invalid_request_error',
        param: null,
        code: 'invalid_request_error',
      },
    },
    kind: 'noModel',
    says: 'Model Not Exist',
  },
  {
    name: 'OpenRouter: a name that is no model',
    source: 'OpenRouter documentation',
    status: 400,
    body: {
      error: { message: 'qwen/qwen99 is not a valid model ID', code: 400 },
      user_id: 'user_1',
    },
    kind: 'noModel',
    says: 'not a valid model ID',
  },
  {
    name: 'LM Studio: nothing is loaded',
    source: 'lmstudio-ai/lmstudio-bug-tracker',
    status: 404,
    body: {
      error: {
        message:
          "No models loaded. Please load a model in the developer page or use the 'lms load' command.",
        type: 'invalid_request_error',
        param: 'model',
        code: 'model_not_found',
      },
    },
    kind: 'noModel',
    says: 'No models loaded',
  },
  {
    name: 'Ollama: an embedding model',
    source: 'ollama/ollama#7909',
    status: 400,
    api: 'generate',
    body: { error: '"nomic-embed-text" does not support generate' },
    kind: 'noModel',
    says: 'does not support generate',
  },
  {
    name: 'vLLM behind a key',
    source: 'vllm (api_server, authentication)',
    status: 401,
    body: { error: 'Unauthorized' },
    kind: 'unauthorized',
    says: 'Unauthorized',
  },
  {
    name: 'llama.cpp: another key',
    source: 'llama.cpp (server, middleware_validate_api_key)',
    status: 401,
    headers: { server: 'llama.cpp' },
    body: { error: { message: 'Invalid API Key', type: 'authentication_error', code: 401 } },
    kind: 'unauthorized',
    says: 'Invalid API Key',
  },
  {
    name: 'bedrock-access-gateway: a wrong key',
    source: 'aws-samples/bedrock-access-gateway',
    status: 401,
    body: { detail: 'Invalid API Key' },
    kind: 'unauthorized',
    says: 'Invalid API Key',
  },
  {
    name: 'DashScope: an account in arrears',
    source: 'DashScope documentation (Arrearage)',
    status: 400,
    body: {
      code: 'Arrearage',
      message: 'Access denied, please make sure your account is in good standing.',
      request_id: 'r',
    },
    kind: 'outOfCredit',
    says: 'good standing',
  },
  {
    name: 'xAI: no credits, as 403',
    source: 'docs.x.ai (errors)',
    status: 403,
    body: {
      code: 'The caller does not have permission to execute the specified operation',
      error:
        'Your team has either used all available credits or reached its monthly spending limit. To continue making API requests, please purchase more credits or raise your spending limit.',
    },
    kind: 'outOfCredit',
    says: 'used all available credits',
  },
  {
    name: 'OpenRouter: the limit of a key',
    source: 'anomalyco/opencode#12219',
    status: 403,
    body: { error: { message: 'Key limit exceeded (monthly limit).', code: 403 } },
    kind: 'outOfCredit',
    says: 'Key limit exceeded',
  },
  {
    name: 'Zhipu: no balance, as 429',
    source: 'open.bigmodel.cn (error 1113)',
    status: 429,
    body: {
      error: {
        code: '1113',
        message: 'Your account is in arrears, please recharge and try again.',
      },
    },
    kind: 'outOfCredit',
    says: 'in arrears',
  },
  {
    name: 'Anthropic: a limit by the minute',
    source: 'continuedev/continue#9623',
    status: 429,
    body: {
      type: 'error',
      error: {
        type: 'rate_limit_error',
        message:
          'This request would exceed the rate limit for your organization of 30,000 input tokens per minute. Please reduce the prompt length or the maximum tokens requested, or try again later.',
      },
    },
    kind: 'rateLimited',
    says: 'would exceed the rate limit',
  },
  {
    name: 'GitHub: a secondary limit, as 403',
    source: 'GitHub REST documentation',
    status: 403,
    body: {
      message:
        'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
      documentation_url: 'https://docs.github.com/rest/overview/rate-limits',
    },
    kind: 'rateLimited',
    says: 'secondary rate limit',
  },
  {
    name: 'Cloudflare: blocked by its firewall',
    source: 'Cloudflare documentation (error 1020)',
    status: 403,
    headers: { server: 'cloudflare', 'content-type': 'text/html; charset=UTF-8' },
    body: '<!DOCTYPE html><html><head><title>Attention Required! | Cloudflare</title></head><body><h1>Sorry, you have been blocked</h1></body></html>',
    kind: 'forbidden',
    speaker: 'gateway',
    says: 'Attention Required',
  },
  {
    name: 'Together: an error inside a 200',
    source: 'continuedev/continue#10560',
    status: 200,
    body: {
      error: {
        message:
          '{\n  "error": {\n    "code": 429,\n    "message": "Resource has been exhausted (e.g. check quota).",\n    "status": "RESOURCE_EXHAUSTED"\n  }\n}\n',
        code: 429,
        status: 'Too Many Requests',
      },
    },
    kind: 'rateLimited',
    says: 'Resource has been exhausted',
  },
];
