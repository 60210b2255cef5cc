import { bearer, common, messagesOf } from './dialect.ts';
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
  asksInOwnWays: true,
  about: {
    url: '`https://NAME.openai.azure.com`; `model` is the deployment',
    completions: 'chat',
  },
  base: (_bare, url) => baseOf(url),
  needsModel: true,
  completionApis: ['chat'],
  defaultApi: () => 'chat',
  writesFimPrompts: false,

  prepare(request, endpoint) {
    const messages = messagesOf(request, endpoint);
    const body = withoutTemperature({ ...common(request, endpoint), messages });
    return { path: '/chat/completions', body };
  },

  headers(endpoint, apiKey) {
    const isOwn = 'authorization' in endpoint.headers;
    if (apiKey === undefined || isOwn || TOKEN.test(apiKey)) return bearer(endpoint, apiKey);
    return { ...bearer(endpoint, undefined), 'api-key': apiKey, ...endpoint.headers };
  },
};

/** A path in which the version of the classic API, or of that for all models, is named by a parameter. */
const VERSIONED = /^(?:.*\/deployments\/[^/]+|\/models(?=\/|$))/;
/** The v1 API of a resource, of a project, and of a model that is served by itself. */
const RESOURCE = /\/openai(?:\/|$)|\/api\/projects\//;
const SERVED = /^.*?\/v1(?=\/|$)/;
/** Hosts that serve one model each. */
const OF_MODELS = /\.models\.ai\.azure\.com$/;
/** The versions that the v1 API takes. */
const V1_VERSION = /^\?api-version=(?:preview|latest)$/;

function baseOf({ hostname, pathname, search }: URL): { path: string; query: string } {
  if (OF_MODELS.test(hostname)) return { path: '/v1', query: '' };
  const path = VERSIONED.exec(pathname)?.[0];
  if (path !== undefined) {
    const isNamed = /[?&]api-version=/.test(search);
    return { path, query: isNamed ? search : `?api-version=${API_VERSION}` };
  }
  const start = pathname.search(RESOURCE);
  const served = start < 0 ? SERVED.exec(pathname)?.[0] : undefined;
  const resource = start < 0 ? pathname.replace(/\/$/, '') : pathname.slice(0, start);
  const query = /^\?api-version=/.test(search) && !V1_VERSION.test(search) ? '' : search;
  return { path: served ?? `${resource}/openai/v1`, query };
}
