import type { RefusalCase } from '../fieldCase.ts';
import { openai } from './bodies.ts';

/** Refusals of the form of a request: its parameters, its path. */
export const FORM_REFUSALS: readonly RefusalCase[] = [
  {
    name: 'OpenAI: max_tokens of a reasoning model',
    source: 'microsoft/vscode-copilot-release#8065',
    status: 400,
    body: openai(
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      'invalid_request_error',
      'max_tokens',
      'unsupported_parameter',
    ),
    kind: 'rejected',
    says: 'max_completion_tokens',
    facts: { tokenLimit: 'max_completion_tokens' },
  },
  {
    name: 'OpenAI: temperature of a reasoning model',
    source: 'nashsu/llm_wiki#670',
    status: 400,
    body: openai(
      "Unsupported value: 'temperature' does not support 0.2 with this model. Only the default (1) value is supported.",
      'invalid_request_error',
      'temperature',
      'unsupported_value',
    ),
    kind: 'rejected',
    says: 'Only the default',
    facts: { without: ['temperature'] },
  },
  {
    name: 'OpenAI: five stops',
    source: 'platform.openai.com/docs/api-reference (at most 4 stop sequences)',
    status: 400,
    body: openai(
      "Invalid 'stop': array too long. Expected an array with maximum length 4, but got an array with length 5 instead.",
      'invalid_request_error',
      'stop',
      'array_above_max_length',
    ),
    kind: 'rejected',
    says: 'array too long',
    facts: { stops: 4 },
  },
  {
    name: 'OpenAI: a chat model under /completions',
    source: 'tmc/langchaingo#201',
    status: 404,
    body: openai(
      'This is a chat model and not supported in the v1/completions endpoint. Did you mean to use v1/chat/completions?',
      'invalid_request_error',
      'model',
      null,
    ),
    kind: 'wrongApi',
    says: 'This is a chat model',
    facts: { api: 'chat' },
  },
  {
    name: 'OpenAI: an organization that may not stream a model',
    source: 'help.openai.com (organization verification)',
    status: 400,
    body: openai(
      'Your organization must be verified to stream this model. Please go to: https://platform.openai.com/settings/organization/general and click on Verify Organization.',
      'invalid_request_error',
      'stream',
      'unsupported_value',
    ),
    kind: 'rejected',
    says: 'must be verified',
    facts: { isWhole: true },
  },
  {
    name: 'Azure: an operation that the model does not know',
    source: 'Azure-Samples/openai-python-enterprise-logging#27',
    status: 400,
    body: {
      error: {
        code: 'OperationNotSupported',
        message:
          'The completion operation does not work with the specified model, gpt-35-turbo. Please choose different model and try again.',
      },
    },
    kind: 'wrongApi',
    says: 'completion operation',
    facts: { api: 'chat' },
  },
  {
    name: 'Mistral: a parameter that it does not know',
    source: 'dnakov/anon-kode#53',
    status: 422,
    body: {
      object: 'error',
      message: {
        detail: [
          {
            type: 'extra_forbidden',
            loc: ['body', 'stream_options', 'include_usage'],
            msg: 'Extra inputs are not permitted',
            input: true,
          },
        ],
      },
      type: 'invalid_request_error',
      param: null,
      code: null,
    },
    kind: 'rejected',
    says: 'Extra inputs are not permitted',
    facts: { without: ['stream_options'] },
  },
  {
    name: 'Mistral: max_completion_tokens',
    source: 'editor-code-assistant/eca#231',
    status: 422,
    body: {
      detail: [
        {
          type: 'extra_forbidden',
          loc: ['body', 'temperature'],
          msg: 'Extra inputs are not permitted',
          input: 0,
        },
      ],
    },
    kind: 'rejected',
    says: 'temperature',
    facts: { without: ['temperature'] },
  },
  {
    name: "OpenRouter: the provider's own words inside",
    source: 'OpenRouter documentation (errors, metadata.raw)',
    status: 400,
    body: {
      error: {
        message: 'Provider returned error',
        code: 400,
        metadata: {
          raw: JSON.stringify(
            openai(
              "Unsupported parameter: 'temperature' is not supported with this model.",
              'invalid_request_error',
              'temperature',
              'unsupported_parameter',
            ),
          ),
          provider_name: 'OpenAI',
        },
      },
    },
    kind: 'rejected',
    says: "Unsupported parameter: 'temperature'",
    facts: { without: ['temperature'] },
  },
  {
    name: 'LiteLLM: parameters that a model does not take',
    source: 'BerriAI/litellm#33738',
    status: 400,
    body: {
      error: {
        message:
          "litellm.UnsupportedParamsError: gpt-5-nano doesn't support temperature=0.1 while reasoning is active. Only temperature=1 is supported. To drop unsupported params set `litellm.drop_params = True`.",
        type: 'invalid_request_error',
        param: null,
        code: '400',
      },
    },
    kind: 'rejected',
    says: 'UnsupportedParamsError',
    facts: { without: ['temperature'] },
  },
  {
    name: 'Portkey: no provider is named',
    source: 'Portkey documentation',
    status: 400,
    body: {
      status: 'failure',
      message: 'Either x-portkey-config or x-portkey-provider header is required',
    },
    kind: 'rejected',
    says: 'header is required',
  },
  {
    name: 'vLLM: no suffix',
    source: 'vllm (serving_completion: suffix)',
    status: 400,
    body: {
      object: 'error',
      message: 'suffix is not currently supported',
      type: 'BadRequestError',
      param: null,
      code: 400,
    },
    kind: 'wrongApi',
    says: 'suffix is not currently supported',
    facts: { api: 'chat' },
  },
  {
    name: 'vLLM: no template for chats',
    source: 'vllm (chat template)',
    status: 400,
    api: 'chat',
    body: {
      object: 'error',
      message:
        'As of transformers v4.44, default chat template is no longer allowed, so you must provide a chat template if the tokenizer does not define one.',
      type: 'BadRequestError',
      code: 400,
    },
    kind: 'wrongApi',
    says: 'chat template',
    facts: { api: 'fim' },
  },
  {
    name: 'llama.cpp: /infill of a model without its tokens',
    source: 'llama.cpp (server, ERROR_TYPE_NOT_SUPPORTED)',
    status: 501,
    api: 'infill',
    headers: { server: 'llama.cpp' },
    body: {
      error: {
        code: 501,
        message: 'Infill is not supported by this model: prefix token is missing.',
        type: 'not_supported_error',
      },
    },
    kind: 'wrongApi',
    says: 'Infill is not supported',
    facts: { api: 'chat' },
  },
  {
    name: 'Ollama: no insertion',
    source: 'drakonkat/godot-copilot-selfhost#5',
    status: 400,
    api: 'generate',
    body: { error: 'registry.ollama.ai/library/devstral:latest does not support insert' },
    kind: 'wrongApi',
    says: 'does not support insert',
    facts: { api: 'chat' },
  },
];
