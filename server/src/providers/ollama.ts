import { modelFor } from '../domain/endpoint.ts';
import {
  bearer,
  familyPrompt,
  isRecord,
  outputTokens,
  ownSuffix,
  readChoices,
  tokensOf,
} from './dialect.ts';
import { withListedModel } from './listedModel.ts';
import { prepareUnderV1 } from './openai.ts';
import type { AnswerPart, Provider } from './provider.ts';

/** Ollama's own default of 4,096 tokens cuts our prompts; it reloads a model whose size changes, so it is always the same. */
const CONTEXT_TOKENS = 8_192;
/** How long the model stays loaded after an answer. */
const KEEP_ALIVE = '30m';

/**
 * Ollama: completions by its own `/api/generate` (lines of JSON), with the prompt of the model's family, else with the
 * suffix that the model's template may know; everything else by its OpenAI-compatible chat.
 */
export const ollama: Provider = {
  name: 'ollama',
  about: { completions: "its own API, with the prompt of the model's family" },
  defaultUrl: 'http://127.0.0.1:11434',
  baseUrl: (url) => url.replace(/\/v1$/, ''),
  needsModel: true,
  completionApis: ['fim', 'chat', 'generate'],
  defaultApi: () => 'generate',
  writesFimPrompts: true,
  local: { label: 'Ollama', path: '/api/tags', serverIn: withListedModel },

  prepare(request, endpoint) {
    const { input } = request;
    if (input.kind !== 'infill' || endpoint.completionApi !== 'generate') {
      return prepareUnderV1(request, endpoint);
    }
    const family = familyPrompt(request, input, endpoint);
    const asked =
      family === undefined ? ownSuffix(request, input) : { prompt: family.prompt, raw: true };
    const options = {
      temperature: request.temperature,
      num_predict: outputTokens(request, endpoint),
      num_ctx: CONTEXT_TOKENS,
      ...(family === undefined ? {} : { stop: family.stop }),
    };
    const model = modelFor(endpoint, request.task);
    const body = { model, ...asked, stream: true, keep_alive: KEEP_ALIVE, options };
    return { path: '/api/generate', body };
  },

  headers: bearer,

  read(event): AnswerPart {
    if (!isRecord(event) || !('response' in event || 'done' in event)) return readChoices(event);
    if (event.error) return { failed: true };
    const usage = tokensOf(event.prompt_eval_count, event.eval_count);
    return {
      ...(typeof event.response === 'string' && event.response ? { text: event.response } : {}),
      ...(event.done === true
        ? { finish: event.done_reason === 'length' ? 'length' : 'stop' }
        : {}),
      ...(usage ? { usage } : {}),
    };
  },
};
