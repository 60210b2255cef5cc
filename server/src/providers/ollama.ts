import { type Endpoint, modelFor } from '../domain/endpoint.ts';
import { rootPath } from './address/operations.ts';
import { isRecord } from './answerParts.ts';
import { bearer, familyPrompt, outputTokens, ownSuffix } from './dialect.ts';
import { withListedModel } from './listedModel.ts';
import { prepareUnderV1 } from './openai.ts';
import type { Provider } from './provider.ts';
import type { ServerFacts } from './selfDescription.ts';
import { countIn, factsOf } from './serverFacts.ts';
import { familyOf, formOf } from './templates/modelNames.ts';

/** Ollama's own default of 4,096 tokens cuts our prompts; it reloads a model whose size changes, so it is always the same. */
const CONTEXT_TOKENS = 8_192;
/** Requests that a model works for at once unless `OLLAMA_NUM_PARALLEL` says otherwise (Ollama's FAQ), which nobody can ask. */
const PARALLEL = 1;
/** How long the model stays loaded after an answer. */
const KEEP_ALIVE = '30m';

/**
 * Ollama: completions by its own `/api/generate` (lines of JSON), with the prompt of the model's family, else with the
 * suffix that the model's template may know; everything else by its OpenAI-compatible chat.
 */
export const ollama: Provider = {
  name: 'ollama',
  asksInOwnWays: true,
  about: { completions: "its own API, with the prompt of the model's family, or chat" },
  defaultUrl: 'http://127.0.0.1:11434',
  base: (bare, { hostname, search }) => ({
    path: hostname === 'ollama.com' ? '' : rootPath(bare),
    query: search,
  }),
  openAiPath: '/v1',
  needsModel: true,
  completionApis: ['fim', 'chat', 'generate'],
  defaultApi: (model) => (formOf(model) === 'chat' ? 'chat' : 'generate'),
  writesFimPrompts: true,
  fill: { path: '/v1/completions', takesSuffix: true },
  local: { label: 'Ollama', path: '/api/tags', serverIn: withListedModel },

  /** It knows what a model was made of, and whether its template takes a suffix. */
  async learnForm(model, ask) {
    const shown = await ask('api/show', { model });
    if (!isRecord(shown)) return undefined;
    const info = isRecord(shown.model_info) ? shown.model_info : {};
    const details = isRecord(shown.details) ? shown.details : {};
    const name = ['general.basename', 'general.size_label', 'general.finetune'].map(
      (member) => info[member],
    );
    const names = [
      name.filter(isText).join('-'),
      ...[info['general.name'], details.parent_model].filter(isText),
    ];
    const form = names.map(formOf).find((each) => each !== undefined);
    if (form !== undefined && form !== 'chat') return { family: form };
    const { capabilities } = shown;
    return Array.isArray(capabilities) && capabilities.includes('insert') ? {} : { api: 'chat' };
  },

  describes: {
    question: ({ url, completionModel }) => ({
      url: `${url}/api/show`,
      body: JSON.stringify({ model: completionModel }),
    }),
    read: shown,
  },

  loading: {
    async state(_, model, ask) {
      const running = await ask('api/ps');
      const models = isRecord(running?.json) ? running.json.models : undefined;
      if (!Array.isArray(models)) return undefined;
      const isThere = models.filter(isRecord).some(({ name }) => name === tagged(model));
      return isThere ? 'loaded' : 'unloaded';
    },
    // Without a prompt it loads the model, and answers when that is done. Another size of the context would load it once more.
    load: ({ completionApi }, model, ask) =>
      ask('api/generate', {
        model,
        keep_alive: KEEP_ALIVE,
        ...(completionApi === 'generate' ? { options: { num_ctx: CONTEXT_TOKENS } } : {}),
      }),
  },

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
};

/** True for text that says something; servers write whatever they like where a name is expected. */
const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** A model's name as Ollama lists it. */
const tagged = (model: string): string => (model.includes(':') ? model : `${model}:latest`);

/** The size of a model by its details (`parameter_size`: `7.6B`, `494.03M`), in billions. */
function toldSize(details: unknown): number | undefined {
  const told = isRecord(details) ? details.parameter_size : undefined;
  const [, count, unit] = SIZE.exec(typeof told === 'string' ? told : '') ?? [];
  return count === undefined ? undefined : Number(count) * (unit === 'M' ? 0.001 : 1);
}

const SIZE = /^(\d{1,5}(?:\.\d{1,3})?)([MB])$/;

/** Reads `/api/show`: the context of the model, and whether its template can fill in. */
function shown(
  answer: unknown,
  { model, completionModel, fimTemplate, completionApi }: Endpoint,
): ServerFacts {
  if (!isRecord(answer)) return {};
  const info = isRecord(answer.model_info) ? Object.entries(answer.model_info) : [];
  const context = countIn(info.find(([name]) => name.endsWith('.context_length'))?.[1]);
  const room = context === undefined ? {} : factsOf(Math.min(context, CONTEXT_TOKENS), PARALLEL);
  const billions = model === completionModel ? toldSize(answer.details) : undefined;
  const facts = billions === undefined ? room : { ...room, billions };
  const { capabilities } = answer;
  const isKnown = fimTemplate !== 'auto' || familyOf(completionModel) !== undefined;
  const fillsIn = isKnown || !Array.isArray(capabilities) || capabilities.includes('insert');
  return fillsIn || completionApi !== 'generate' ? facts : { ...facts, api: 'chat' };
}
