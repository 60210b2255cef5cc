import type { RefusalCase } from '../fieldCase.ts';
import { nginx, openai } from './bodies.ts';

/** Refusals of the key, its account, its limits, the model. */
export const ACCOUNT_REFUSALS: readonly RefusalCase[] = [
  {
    name: 'OpenAI: an unknown model',
    source: 'openai API error codes (model_not_found)',
    status: 404,
    body: openai(
      'The model `gpt-9` does not exist or you do not have access to it.',
      'invalid_request_error',
      null,
      'model_not_found',
    ),
    kind: 'noModel',
    says: 'gpt-9',
  },
  {
    name: 'vLLM: an unknown model with dots in its name, in the body of older versions',
    source: 'vllm-project/vllm (ErrorResponse before 0.10)',
    status: 404,
    body: JSON.stringify({
      object: 'error',
      message: 'The model `Qwen/Qwen2.5-Coder-1.5B` does not exist.',
      type: 'NotFoundError',
      param: null,
      code: 404,
    }),
    kind: 'noModel',
    says: 'Qwen2.5-Coder-1.5B',
  },
  {
    name: 'Ollama: too little memory for the model',
    source: 'ollama/ollama#3837',
    status: 500,
    body: JSON.stringify({
      error: 'model requires more system memory (5.5 GiB) than is available (4.0 GiB)',
    }),
    kind: 'cannotRun',
    says: 'requires more system memory',
  },
  {
    name: 'Ollama: the runner has ended',
    source: 'ollama/ollama#4225',
    status: 500,
    body: JSON.stringify({ error: 'llama runner process has terminated: exit status 2' }),
    kind: 'cannotRun',
    says: 'runner process has terminated',
  },
  {
    name: 'OpenAI: a wrong key',
    source: 'openai API error codes (invalid_api_key)',
    status: 401,
    body: openai(
      'Incorrect API key provided: sk-proj-********************abcd. You can find your API key at https://platform.openai.com/account/api-keys.',
      'invalid_request_error',
      null,
      'invalid_api_key',
    ),
    kind: 'unauthorized',
    says: 'Incorrect API key provided',
  },
  {
    name: 'OpenAI: out of credit, as 429',
    source: 'ChatGPTNextWeb/NextChat#3123',
    status: 429,
    headers: { 'retry-after': '1' },
    body: openai(
      'You exceeded your current quota, please check your plan and billing details.',
      'insufficient_quota',
      null,
      'insufficient_quota',
    ),
    kind: 'outOfCredit',
    says: 'exceeded your current quota',
  },
  {
    name: 'OpenAI: a country that is not served',
    source: 'openai API error codes (unsupported_country_region_territory)',
    status: 403,
    body: openai(
      'Country, region, or territory not supported',
      'request_forbidden',
      null,
      'unsupported_country_region_territory',
    ),
    kind: 'forbidden',
    says: 'Country, region',
  },
  {
    name: 'Azure: no such deployment',
    source: 'Azure OpenAI documentation (DeploymentNotFound)',
    status: 404,
    body: {
      error: {
        code: 'DeploymentNotFound',
        message: 'The API deployment for this resource does not exist.',
      },
    },
    kind: 'noModel',
    says: 'deployment',
  },
  {
    name: "Azure's gateway: a wrong key",
    source: 'Azure API Management documentation',
    status: 401,
    body: {
      statusCode: 401,
      message: 'Access denied due to invalid subscription key or wrong API endpoint.',
    },
    kind: 'unauthorized',
    says: 'invalid subscription key',
  },
  {
    name: 'Anthropic: no credit',
    source: 'anthropics/claude-code#66314',
    status: 400,
    body: {
      type: 'error',
      error: {
        type: 'invalid_request_error',
        message:
          'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.',
      },
      request_id: 'req_011CbrFTcXhtiMzr3s6EocF7',
    },
    kind: 'outOfCredit',
    says: 'credit balance is too low',
  },
  {
    name: 'Gemini: a limit, in a list, with a delay',
    source: 'n4ze3m/page-assist#406, google-gemini/gemini-cli#2020',
    status: 429,
    body: [
      {
        error: {
          code: 429,
          message:
            'You exceeded your current quota, please check your plan and billing details. * Quota exceeded for metric: generate_content_free_tier_requests, limit: 15. Please retry in 42.5s.',
          status: 'RESOURCE_EXHAUSTED',
          details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '42s' }],
        },
      },
    ],
    kind: 'rateLimited',
    says: 'exceeded your current quota',
  },
  {
    name: 'Gemini: a key that is none, as 400',
    source: 'Gemini API documentation (API_KEY_INVALID)',
    status: 400,
    body: [
      {
        error: {
          code: 400,
          message: 'API key not valid. Please pass a valid API key.',
          status: 'INVALID_ARGUMENT',
          details: [{ reason: 'API_KEY_INVALID', domain: 'googleapis.com' }],
        },
      },
    ],
    kind: 'unauthorized',
    says: 'API key not valid',
  },
  {
    name: 'DeepSeek: no balance',
    source: 'Aider-AI/aider#4851',
    status: 402,
    body: openai('Insufficient Balance', 'unknown_error', null, 'invalid_request_error'),
    kind: 'outOfCredit',
    says: 'Insufficient Balance',
  },
  {
    name: 'Groq: a limit whose page is about billing',
    source: 'elizaOS/eliza#4040',
    status: 429,
    body: {
      error: {
        message:
          'Rate limit reached for model `llama-3.1-8b-instant` in organization `org_01j5b4pz9jff492fq686vypsx6` on tokens per minute (TPM): Limit 6000, Used 5034, Requested 1443. Please try again in 4.77s. Need more tokens? Upgrade to Dev Tier today at https://console.groq.com/settings/billing',
        type: 'tokens',
        code: 'rate_limit_exceeded',
      },
    },
    kind: 'rateLimited',
    says: 'Rate limit reached',
  },
  {
    name: 'OpenRouter: not enough credit',
    source: 'babikov/doka-site#7',
    status: 402,
    body: {
      error: {
        message:
          'This request requires more credits, or fewer max_tokens. You requested up to 65536 tokens, but can only afford 10114.',
        code: 402,
        metadata: { provider_name: null },
      },
      user_id: 'user_3D0IVsejFIV6kOYwkxFE9nKiq0g',
    },
    kind: 'outOfCredit',
    says: 'requires more credits',
  },
  {
    name: 'LiteLLM: a budget of a key',
    source: 'LiteLLM documentation (ExceededBudget)',
    status: 400,
    body: {
      error: {
        message: 'Budget has been exceeded! Current cost: 10.2, Max budget: 10.0',
        type: 'budget_exceeded',
        param: null,
        code: '400',
      },
    },
    kind: 'outOfCredit',
    says: 'Budget has been exceeded',
  },
  {
    name: 'vLLM: a model of another name',
    source: 'vllm (NotFoundError)',
    status: 404,
    body: {
      object: 'error',
      message: 'The model `qwen` does not exist.',
      type: 'NotFoundError',
      param: null,
      code: 404,
    },
    kind: 'noModel',
    says: 'does not exist',
  },
  {
    name: 'Ollama: a model that is not there',
    source: 'ollama/ollama#2230',
    status: 404,
    api: 'generate',
    body: { error: 'model "qwen3-coder" not found, try pulling it first' },
    kind: 'noModel',
    says: 'try pulling it first',
  },
  {
    name: 'nginx: a rule that refuses',
    source: 'nginx documentation (403)',
    status: 403,
    headers: { server: 'nginx/1.24.0', 'content-type': 'text/html' },
    body: nginx('403 Forbidden'),
    kind: 'forbidden',
    speaker: 'gateway',
    says: '403 Forbidden',
  },
  {
    name: 'Bedrock behind a gateway: a model only by profile',
    source: 'aws-samples/bedrock-access-gateway#73',
    status: 400,
    body: {
      detail:
        'An error occurred (ValidationException) when calling the Converse operation: Invocation of model ID anthropic.claude-3-5-sonnet-20240620-v1:0 with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.',
    },
    kind: 'noModel',
    says: 'on-demand throughput',
  },
  {
    name: 'OpenRouter: a limit inside a 200',
    source: 'OpenRouter documentation (errors while streaming)',
    status: 200,
    body: { error: { code: 429, message: 'Rate limit exceeded: free-models-per-min' } },
    kind: 'rateLimited',
    says: 'Rate limit exceeded',
  },
  {
    name: 'OpenRouter: no credit inside a 200',
    source: 'OpenRouter documentation (errors while streaming)',
    status: 200,
    body: { error: { code: 402, message: 'Insufficient credits' } },
    kind: 'outOfCredit',
    says: 'Insufficient credits',
  },
];
