import { bearer } from './dialect.ts';
import { prepareOpenAi } from './openai.ts';
import type { Provider } from './provider.ts';

/** OpenRouter: chat unless the settings say that the model's provider takes a suffix. It reports errors inside a 200. */
export const openrouter: Provider = {
  name: 'openrouter',
  about: { completions: 'chat' },
  defaultUrl: 'https://openrouter.ai/api/v1',
  needsModel: true,
  completionApis: ['fim', 'chat'],
  defaultApi: () => 'chat',
  writesFimPrompts: false,
  fill: { path: '/completions', takesSuffix: true },
  prepare: prepareOpenAi,
  headers: (endpoint, apiKey) => ({
    ...bearer(endpoint, apiKey),
    'x-title': 'Aurelis',
    ...endpoint.headers,
  }),
};
