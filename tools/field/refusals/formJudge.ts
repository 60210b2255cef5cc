import type { RefusalCase } from '../fieldCase.ts';

/** Refusals of the form of a request: its parameters, its path; they only judge. */
export const FORM_JUDGE: readonly RefusalCase[] = [
  {
    name: 'copilot-api: max_tokens, with another code',
    source: 'caozhiyuan/copilot-api#164',
    status: 400,
    body: {
      error: {
        message:
          "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
        code: 'invalid_request_body',
      },
    },
    kind: 'rejected',
    says: 'max_completion_tokens',
    facts: { tokenLimit: 'max_completion_tokens' },
  },
  {
    name: 'one-api: the words of the server inside a text of its own',
    source: 'nashsu/llm_wiki#670',
    status: 400,
    body: {
      error: {
        cause:
          '{\n "error": {\n "message": "Unsupported value: \'temperature\' does not support 0.1 with this model. Only the default (1) value is supported.",\n "type": "invalid_request_error",\n "param": "temperature",\n "code": "unsupported_value"\n }\n}',
        code: 400,
        message: 'The model service failed',
        status: 'FAILED_RESPONSE',
      },
      requestId: 'xxx',
      result: null,
    },
    kind: 'rejected',
    says: 'model service failed',
    facts: { without: ['temperature'] },
  },
  {
    name: 'LiteLLM: an o3-mini behind it',
    source: 'BerriAI/litellm#8192',
    status: 400,
    body: {
      error: {
        message:
          "litellm.BadRequestError: OpenAIException - Error code: 400 - {'error': {'message': \"Unsupported parameter: 'temperature' is not supported with this model.\", 'type': 'invalid_request_error', 'param': 'temperature', 'code': 'unsupported_parameter'}}",
        type: null,
        param: null,
        code: '400',
      },
    },
    kind: 'rejected',
    says: 'temperature',
    facts: { without: ['temperature'] },
  },
  {
    name: 'Groq: too many stops',
    source: 'console.groq.com/docs (stop: up to 4 sequences)',
    status: 400,
    body: {
      error: {
        message: "'stop' : maximum number of items is 4",
        type: 'invalid_request_error',
      },
    },
    kind: 'rejected',
    says: 'maximum number of items',
    facts: { stops: 4 },
  },
  {
    name: 'OpenAI: not a chat model',
    source: 'n3d1117/chatgpt-telegram-bot#386',
    status: 404,
    api: 'chat',
    body: {
      error: {
        message:
          'This is not a chat model and thus not supported in the v1/chat/completions endpoint. Did you mean to use v1/completions?',
        type: 'invalid_request_error',
        param: 'model',
        code: null,
      },
    },
    kind: 'wrongApi',
    says: 'not a chat model',
    facts: { api: 'fim' },
  },
  {
    name: 'Azure: the other way round',
    source: 'openai/openai-python#2173',
    status: 400,
    api: 'chat',
    body: {
      error: {
        code: 'OperationNotSupported',
        message:
          'The chatCompletion operation does not work with the specified model, o3-mini. Please choose different model and try again.',
      },
    },
    kind: 'wrongApi',
    says: 'chatCompletion',
  },
  {
    name: 'LM Studio: a path that it does not know',
    source: 'LM Studio server log',
    status: 404,
    body: { error: 'Unexpected endpoint or method. (POST /v1/fim/completions)' },
    kind: 'wrongApi',
    says: 'Unexpected endpoint',
    facts: { api: 'chat' },
  },
  {
    name: 'FastAPI: no such path',
    source: 'FastAPI documentation (404)',
    status: 404,
    body: { detail: 'Not Found' },
    kind: 'wrongApi',
    says: 'Not Found',
    facts: { api: 'chat' },
  },
  {
    name: 'Flask: a method that is not allowed',
    source: 'Flask documentation (405)',
    status: 405,
    headers: { 'content-type': 'text/html' },
    body: '<!doctype html>\n<html lang=en>\n<title>405 Method Not Allowed</title>\n<h1>Method Not Allowed</h1>\n<p>The method is not allowed for the requested URL.</p>',
    kind: 'wrongApi',
    says: '405 Method Not Allowed',
    facts: { api: 'chat' },
  },
  {
    name: 'Mistral: no parameter, by another wrapper',
    source: 'mistralai/platform-docs-public#7',
    status: 422,
    body: {
      object: 'error',
      message:
        '{"detail":[{"type":"extra_forbidden","loc":["body","stream_options"],"msg":"Extra inputs are not permitted","input":{"include_usage":true},"url":"https://errors.pydantic.dev/2.5/v/extra_forbidden"}]}',
      type: 'internal_error_proxy',
      param: null,
      code: '1000',
    },
    kind: 'rejected',
    says: 'Extra inputs are not permitted',
    facts: { without: ['stream_options'] },
  },
  {
    name: 'Kong: no such route',
    source: 'Kong documentation',
    status: 404,
    headers: { server: 'kong/3.6' },
    body: { message: 'no Route matched with those values', request_id: 'r' },
    kind: 'wrongApi',
    speaker: 'gateway',
    says: 'no Route matched',
    facts: { api: 'chat' },
  },
];
