import { bearer, common, messagesOf, ownSuffix } from './dialect.ts';
import type { Provider } from './provider.ts';
import { familyOf } from './templates/modelNames.ts';

/** Mistral and Codestral: fill-in-the-middle under a path of its own. `api.` and `codestral.` take different keys. */
export const mistral: Provider = {
  name: 'mistral',
  asksInOwnWays: true,
  about: {
    url: 'Codestral has a host, and keys, of its own',
    completions: 'fill-in-the-middle for Codestral, else chat',
  },
  defaultUrl: 'https://api.mistral.ai/v1',
  needsModel: true,
  completionApis: ['fim', 'chat'],
  defaultApi: (model) => (familyOf(model) === 'codestral' ? 'fim' : 'chat'),
  writesFimPrompts: false,

  prepare(request, endpoint) {
    // It reports usage by itself and refuses what it does not know.
    const { stream_options: _, ...body } = common(request, endpoint);
    const { input } = request;
    return input.kind === 'infill' && endpoint.completionApi === 'fim'
      ? { path: '/fim/completions', body: { ...body, ...ownSuffix(request, input) } }
      : { path: '/chat/completions', body: { ...body, messages: messagesOf(request, endpoint) } };
  },

  headers: bearer,
};
