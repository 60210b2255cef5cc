import type { Endpoint } from '../../domain/endpoint.ts';
import type { GenerationRequest, InfillInput } from '../../domain/generation.ts';
import { providers } from './index.ts';
import type { PreparedRequest } from './provider.ts';

/** Source code holds about four characters a token. */
const CHARACTERS_PER_TOKEN = 4;
/** What stands behind the cursor matters less than what stands before it. */
const SUFFIX_SHARE = 0.25;

/** What is sent for a request to an endpoint, within the tokens that it takes at once. */
export const prepare = (request: GenerationRequest, endpoint: Endpoint): PreparedRequest =>
  providers[endpoint.provider].prepare(fitted(request, endpoint), endpoint);

/** Code around a cursor without what does not fit: first the snippets go, then what is farthest. A question stays whole. */
function fitted(request: GenerationRequest, { limits }: Endpoint): GenerationRequest {
  const { input } = request;
  if (limits.inputTokens === undefined || input.kind !== 'infill') return request;
  const room = limits.inputTokens * CHARACTERS_PER_TOKEN;
  const { prefix, suffix, snippets = [] } = input;
  const helping = snippets.reduce((sum, { name, text }) => sum + name.length + text.length, 0);
  if (prefix.length + suffix.length + helping <= room) return request;
  const after = suffix.slice(0, Math.max(room - prefix.length, Math.floor(room * SUFFIX_SHARE)));
  const before = prefix.slice(-Math.max(1, room - after.length));
  const own: InfillInput = { kind: 'infill', prefix: before, suffix: after };
  return { ...request, input: own };
}
