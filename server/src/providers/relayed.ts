import { type Endpoint, modelFor } from '../domain/endpoint.ts';
import type { RelayRequest } from '../domain/generation.ts';
import type { RelayOperation } from '../domain/relay.ts';
import type { PreparedRequest, Provider } from './provider.ts';
import { filled } from './relayedFill.ts';

const PATHS: Readonly<Record<RelayOperation, string>> = {
  chat: '/chat/completions',
  text: '/completions',
  embeddings: '/embeddings',
};

/**
 * A request as it is passed on, under the name that the endpoint has for its model, and in the form in which that fills in the middle. Streams
 * are asked for their usage: budgets need it.
 */
export function relayed(
  { input, task }: RelayRequest,
  endpoint: Endpoint,
  { openAiPath = '', ...provider }: Pick<Provider, 'openAiPath' | 'fill'>,
): PreparedRequest {
  const { operation, isStreamed, streamOptions } = input;
  const usual = { ...input.body, model: modelFor(endpoint, task) };
  const { path, body } = (operation === 'text' && filled(usual, endpoint, provider)) || {
    path: `${openAiPath}${PATHS[operation]}`,
    body: usual,
  };
  const options = { ...streamOptions, include_usage: true };
  return { path, body: isStreamed ? { ...body, stream: true, stream_options: options } : body };
}
