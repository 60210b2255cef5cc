import type { Endpoint } from '../domain/endpoint.ts';
import type { FeatureRequest } from '../domain/generation.ts';
import { bearer, common, familyPrompt, messagesOf, ownSuffix } from './dialect.ts';
import type { PreparedRequest, Provider } from './provider.ts';
import { withoutTemperature } from './reasoning.ts';
import { formOf } from './templates/modelNames.ts';

/** `/completions` with the server's own suffix or the prompt of a family, or `/chat/completions`. */
export function prepareOpenAi(request: FeatureRequest, endpoint: Endpoint): PreparedRequest {
  const body = common(request, endpoint);
  const { input } = request;
  if (input.kind === 'infill' && endpoint.completionApi === 'fim') {
    const asked = familyPrompt(request, input, endpoint) ?? ownSuffix(request, input);
    return { path: '/completions', body: { ...body, ...asked } };
  }
  const messages = messagesOf(request, endpoint);
  return { path: '/chat/completions', body: withoutTemperature({ ...body, messages }) };
}

/** The same for a server that has an API of its own beside `/v1`. */
export function prepareUnderV1(request: FeatureRequest, endpoint: Endpoint): PreparedRequest {
  const { path, body } = prepareOpenAi(request, endpoint);
  return { path: `/v1${path}`, body };
}

/** Any OpenAI-compatible server. */
export const openai: Provider = {
  name: 'openai',
  about: {
    url: 'any OpenAI-compatible server',
    completions: '`/completions` with a suffix (`"completionApi": "chat"` for models without)',
  },
  needsModel: true,
  completionApis: ['fim', 'chat'],
  defaultApi: (model) => (formOf(model) === 'chat' ? 'chat' : 'fim'),
  writesFimPrompts: false,
  fill: { path: '/completions', takesSuffix: true },
  prepare: prepareOpenAi,
  headers: bearer,
};
