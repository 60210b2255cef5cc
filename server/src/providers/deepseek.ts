import { bearer, common, messagesOf, outputTokens, ownSuffix } from './dialect.ts';
import type { Provider } from './provider.ts';

/** The most tokens of a fill-in-the-middle answer. */
const MAX_FIM_TOKENS = 4_000;

/** DeepSeek: fill-in-the-middle under `/beta`, and chat. What it thinks comes in a field of its own and is passed over. */
export const deepseek: Provider = {
  name: 'deepseek',
  asksInOwnWays: true,
  about: { completions: 'fill-in-the-middle' },
  defaultUrl: 'https://api.deepseek.com',
  base: ({ path }, { hostname, search }) => {
    const isTheirs = hostname === 'api.deepseek.com';
    return {
      path: path.replace(isTheirs ? /\/(?:beta|v1|anthropic(?:\/v1)?)$/ : /\/beta$/, ''),
      query: search,
    };
  },
  needsModel: true,
  completionApis: ['fim', 'chat'],
  defaultApi: () => 'fim',
  writesFimPrompts: false,
  fill: { path: '/beta/completions', takesSuffix: true },

  prepare(request, endpoint) {
    const body = common(request, endpoint);
    const { input } = request;
    if (input.kind !== 'infill' || endpoint.completionApi !== 'fim')
      return {
        path: '/chat/completions',
        body: { ...body, messages: messagesOf(request, endpoint) },
      };
    const max_tokens = outputTokens(request, endpoint, MAX_FIM_TOKENS);
    return {
      path: '/beta/completions',
      body: { ...body, ...ownSuffix(request, input), max_tokens },
    };
  },

  headers: bearer,
};
