import { rootPath } from './address/operations.ts';
import { withListedModel } from './listedModel.ts';
import { openai } from './openai.ts';
import type { Provider } from './provider.ts';
import { countIn, factsOf, listedEntry } from './serverFacts.ts';
import { familyOf } from './templates/modelNames.ts';

/** LM Studio: the prompt is written here, for models whose family is known; chat for all others. */
export const lmstudio: Provider = {
  ...openai,
  name: 'lmstudio',
  about: { completions: "the prompt of the model's family, or chat" },
  defaultUrl: 'http://127.0.0.1:1234/v1',
  base: (bare, { search }) => ({ path: `${rootPath(bare)}/v1`, query: search }),
  defaultApi: (model) => (familyOf(model) === undefined ? 'chat' : 'fim'),
  writesFimPrompts: true,
  fill: { path: '/completions', takesSuffix: false },
  describes: {
    question: ({ url }) => ({ url: `${url.replace(/\/v1$/, '')}/api/v0/models` }),
    // What a model can take at most says nothing of the size with which it will be loaded.
    read: (answer, endpoint) =>
      factsOf(countIn(listedEntry(answer, endpoint).loaded_context_length)),
  },
  loading: {
    async state(endpoint, model, ask) {
      const answer = await ask('../api/v0/models');
      const { state } = listedEntry(answer?.json, { ...endpoint, completionModel: model });
      if (state === 'not-loaded') return 'unloaded';
      return state === 'loaded' || state === 'loading' ? state : undefined;
    },
    load: (_, model, ask) => ask('../api/v1/models/load', { model }),
  },
  local: { label: 'LM Studio', path: '/models', serverIn: withListedModel },
};
