import { modelFor } from '../domain/endpoint.ts';
import { bearer, isRecord, outputTokens, readChoices, tokensOf } from './dialect.ts';
import { prepareUnderV1 } from './openai.ts';
import type { AnswerPart, Provider } from './provider.ts';

/** llama.cpp's server: `/infill`, which writes the prompt of whatever model is loaded, else its OpenAI-compatible API. */
export const llamacpp: Provider = {
  name: 'llamacpp',
  about: { url: 'needs no `model`', completions: '`/infill`' },
  defaultUrl: 'http://127.0.0.1:8080',
  baseUrl: (url) => url.replace(/\/v1$/, ''),
  needsModel: false,
  completionApis: ['fim', 'chat', 'infill'],
  defaultApi: () => 'infill',
  writesFimPrompts: false,
  local: {
    label: 'llama.cpp',
    path: '/props',
    serverIn: (answer) =>
      isRecord(answer) && 'default_generation_settings' in answer ? {} : undefined,
  },

  prepare(request, endpoint) {
    const { input } = request;
    if (input.kind !== 'infill' || endpoint.completionApi !== 'infill') {
      return prepareUnderV1(request, endpoint);
    }
    const body = {
      model: modelFor(endpoint, request.task),
      input_prefix: input.prefix,
      input_suffix: input.suffix,
      input_extra: (input.snippets ?? []).map(({ name, text }) => ({ filename: name, text })),
      prompt: '',
      n_predict: outputTokens(request, endpoint),
      temperature: request.temperature,
      cache_prompt: true,
      stream: true,
    };
    return { path: '/infill', body };
  },

  headers: bearer,

  read(event): AnswerPart {
    if (!isRecord(event) || !('content' in event)) return readChoices(event);
    const isCut = event.stop_type === 'limit' || event.stopped_limit === true;
    const usage = tokensOf(event.tokens_evaluated, event.tokens_predicted);
    return {
      ...(typeof event.content === 'string' && event.content ? { text: event.content } : {}),
      ...(event.stop === true ? { finish: isCut ? 'length' : 'stop' } : {}),
      ...(event.stop === true && usage ? { usage } : {}),
    };
  },
};
