import { canonicalJson, keyedDigest } from '../base/digest.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import type { GenerationRequest } from '../domain/generation.ts';
import { providers } from '../upstream/providers/index.ts';

/** Counts up when the meaning of a key or of a stored value changes. */
const SCHEMA = 1;
/** Body fields that cannot change the answer. */
const NEUTRAL = ['stream', 'stream_options', 'user', 'metadata', 'store'];

/**
 * The exact key of a request at an endpoint: `model_request:` and the first 32 hex digits of an
 * HMAC-SHA-256 over everything that can change the answer, texts byte for byte. `identity` stands for
 * who asks (never the key itself): answers are not shared between accounts.
 */
export function requestKey(
  secret: string,
  identity: string,
  request: GenerationRequest,
  endpoint: Endpoint,
): string {
  const { path, body } = providers[endpoint.provider].prepare(request, endpoint);
  const decisive = Object.entries(body).filter(([name]) => !NEUTRAL.includes(name));
  const { name, version, ...rule } = { ...request.stopRule };
  const parts = {
    schema: SCHEMA,
    tenant: [endpoint.url, identity],
    headers: endpoint.headers,
    operation: [request.task, path],
    body: Object.fromEntries(decisive),
    languageId: request.languageId,
    stopRule: { name, version, ...rule },
  };
  const canon = Object.entries(parts).flatMap(([part, value]) => [part, canonicalJson(value)]);
  return `model_request:${keyedDigest(secret, canon).slice(0, 32)}`;
}
