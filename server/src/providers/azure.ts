import { bearer, common, messagesOf, readChoices } from './dialect.ts';
import type { Provider } from './provider.ts';
import { withoutTemperature } from './reasoning.ts';

/** The version of the classic API, which names it in every request. */
const API_VERSION = '2024-10-21';
/** A key is 32 or 84 letters and digits; what Entra gives out is a token in three parts. */
const TOKEN = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/**
 * Azure OpenAI and Foundry: the v1 API under `…/openai/v1` (a bare host means it), the classic one where the URL names a
 * deployment. The model is the deployment's name. No completions with a suffix.
 */
export const azure: Provider = {
  name: 'azure',
  about: {
    url: '`https://NAME.openai.azure.com`; `model` is the deployment',
    completions: 'chat',
  },
  needsModel: true,
  completionApis: ['chat'],
  defaultApi: () => 'chat',
  writesFimPrompts: false,

  prepare(request, endpoint) {
    const messages = messagesOf(request);
    const body = withoutTemperature({ ...common(request, endpoint), messages });
    return { path: pathAt(endpoint.url), body };
  },

  headers(endpoint, apiKey) {
    if (apiKey === undefined || TOKEN.test(apiKey)) return bearer(endpoint, apiKey);
    return { ...bearer(endpoint, undefined), 'api-key': apiKey, ...endpoint.headers };
  },

  read: readChoices,
};

function pathAt(url: string): string {
  if (/\/deployments\/[^/]+$/.test(url)) return `/chat/completions?api-version=${API_VERSION}`;
  return /\/v1$/.test(url) ? '/chat/completions' : '/openai/v1/chat/completions';
}
