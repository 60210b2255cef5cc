import { stableTail } from '../base/stableTail.ts';
import { modelFor } from '../domain/endpoint.ts';
import { rootPath } from './address/operations.ts';
import { isRecord } from './answerParts.ts';
import { bearer, outputTokens } from './dialect.ts';
import { writesText } from './listedModel.ts';
import { loadedModel } from './loadedModel.ts';
import { prepareUnderV1 } from './openai.ts';
import type { LoadState, Provider } from './provider.ts';
import { countIn, factsOf } from './serverFacts.ts';

/**
 * `/infill` cuts `input_prefix` to its last 1,533 tokens (three quarters of a batch, `format_prompt_infill` in llama.cpp's
 * `tools/server/server-common.cpp`). They begin elsewhere with each key, and all of them are evaluated anew: so it gets no more than
 * that, by 2.6 characters a token, which is little for code.
 */
const MAX_PREFIX_LENGTH = 4_000;
/** The cursor's line goes into `prompt`, for which the server takes as many tokens from the suffix. */
const MAX_LINE_LENGTH = 800;

/** Of a model behind a router, by the word for it in `/models`; one that sleeps wakes with the next request. */
const ROUTER_STATES: Readonly<Record<string, LoadState>> = {
  loaded: 'loaded',
  sleeping: 'loaded',
  loading: 'loading',
  unloaded: 'unloaded',
};

const stateOf = (word: unknown): LoadState | undefined =>
  typeof word === 'string' && Object.hasOwn(ROUTER_STATES, word) ? ROUTER_STATES[word] : undefined;

/** llama.cpp's server: `/infill`, which writes the prompt of whatever model is loaded, else its OpenAI-compatible API. */
export const llamacpp: Provider = {
  name: 'llamacpp',
  asksInOwnWays: true,
  about: { url: 'needs no `model`', completions: '`/infill`' },
  defaultUrl: 'http://127.0.0.1:8080',
  base: (bare, { search }) => ({ path: rootPath(bare), query: search }),
  openAiPath: '/v1',
  needsModel: false,
  completionApis: ['fim', 'chat', 'infill'],
  defaultApi: () => 'infill',
  writesFimPrompts: false,
  fill: { path: '/v1/completions', takesSuffix: false },
  local: {
    label: 'llama.cpp',
    // The ports of llama.vscode and llama.vim, and of the server's own documentation.
    elsewhere: ['http://127.0.0.1:8012', 'http://127.0.0.1:9931'],
    path: '/props',
    serverIn: serverOf,
    isNamed: ({ server }) => /llama\.cpp/i.test(String(server)),
  },

  describes: {
    // A router answers for a model, which it must not load for that.
    question: ({ url, completionModel }) => ({
      url: `${url}/props?model=${encodeURIComponent(completionModel)}&autoload=false`,
    }),
    read(answer) {
      if (!isRecord(answer) || answer.role === 'router') return {};
      const settings = answer.default_generation_settings;
      const context = countIn(isRecord(settings) ? settings.n_ctx : undefined);
      const { identity: _, ...model } = loadedModel(answer);
      return { ...factsOf(context, countIn(answer.total_slots)), ...model };
    },
  },

  // A server with one model answers by that one, whatever name it is asked by; its answers repeat the name that was asked for in many versions.
  chooses: {
    choicesIn(answer) {
      const { identity: model } = loadedModel(answer);
      return model === undefined
        ? {}
        : { fill: model, chat: model, text: model, embeddings: model };
    },
  },

  loading: {
    // A router lists its models with their states; a server with one model refuses everything until it is there.
    async state(_, model, ask) {
      const answer = await ask('v1/models');
      if (answer?.status === 503) return 'loading';
      if (!isRecord(answer?.json) || !Array.isArray(answer.json.data)) return undefined;
      const entry = answer.json.data.filter(isRecord).find(({ id }) => id === model);
      const status = isRecord(entry?.status) ? entry.status : {};
      return status.failed === true ? undefined : stateOf(status.value);
    },
    load: (_, model, ask) => ask('models/load', { model }),
  },

  prepare(request, endpoint) {
    const { input } = request;
    if (input.kind !== 'infill' || endpoint.completionApi !== 'infill') {
      return prepareUnderV1(request, endpoint);
    }
    const prefix = stableTail(input.prefix, MAX_PREFIX_LENGTH);
    const line = stableTail(prefix.slice(prefix.lastIndexOf('\n') + 1), MAX_LINE_LENGTH);
    const body = {
      model: modelFor(endpoint, request.task),
      input_prefix: prefix.slice(0, prefix.length - line.length),
      input_suffix: input.suffix,
      input_extra: (input.snippets ?? []).map(({ name, text }) => ({ filename: name, text })),
      prompt: line,
      n_predict: outputTokens(request, endpoint),
      temperature: request.temperature,
      cache_prompt: true,
      stream: true,
      // Signs of life while a long prompt is evaluated, and how long it took.
      return_progress: true,
    };
    return { path: '/infill', body };
  },

  headers: bearer,
};

/** Reads `/props`: a server with one model, or a router, which wants every request to name one. */
function serverOf(answer: unknown): { model?: string } | { list: string } | undefined {
  if (!isRecord(answer)) return undefined;
  if (answer.role === 'router') return { list: '/v1/models' };
  if (!('default_generation_settings' in answer)) return undefined;
  const { name: model } = loadedModel(answer);
  if (model === undefined) return {};
  return writesText(model) ? { model } : undefined;
}
