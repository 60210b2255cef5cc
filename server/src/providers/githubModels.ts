import { bearer, common, messagesOf } from './dialect.ts';
import type { Provider } from './provider.ts';
import { withoutTemperature } from './reasoning.ts';

const RETIREMENT_CODE = /"code"\s*:\s*"github_models_retirement\w*"/;

/**
 * GitHub Models, and servers that speak its contract. The service itself was shut down on 30 July 2026: it answers 410, or
 * 403 with the date of its sunset or the code of its retirement.
 */
export const githubModels: Provider = {
  name: 'github-models',
  asksInOwnWays: true,
  about: {
    url: 'shut down on 30 July 2026: Aurelis says so once; only servers that speak its contract answer',
    completions: 'chat',
  },
  defaultUrl: 'https://models.github.ai',
  base: ({ path }, { search }) => ({ path: path.replace(/\/inference$/, ''), query: search }),
  openAiPath: '/inference',
  needsModel: true,
  completionApis: ['chat'],
  defaultApi: () => 'chat',
  writesFimPrompts: false,

  prepare(request, endpoint) {
    const messages = messagesOf(request, endpoint);
    const body = withoutTemperature({ ...common(request, endpoint), messages });
    return { path: '/inference/chat/completions', body };
  },

  headers: (endpoint, apiKey) => ({
    ...bearer(endpoint, apiKey),
    accept: 'application/vnd.github+json, text/event-stream',
    'x-github-api-version': '2022-11-28',
    ...endpoint.headers,
  }),

  kindOf({ status, headers, body }, now) {
    if (status !== 403) return undefined;
    const sunset = Date.parse(String(headers.sunset ?? ''));
    return sunset <= now || RETIREMENT_CODE.test(body) ? 'retired' : undefined;
  },
};
