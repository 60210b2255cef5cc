import { type CredentialParams, type CredentialResult, method } from '../../protocol/messages.ts';
import type { ClientRequests } from './clientRequests.ts';

/** Longest key that is taken, in UTF-16 units: more than any header may hold (Node's limit is 16 KB for all of them). */
const MAX_LENGTH = 16_384;

/** A key that the client keeps, or `undefined` where it keeps none. Rejects when the connection closes. */
export async function credentialOf(
  client: ClientRequests,
  endpointId: string,
): Promise<string | undefined> {
  const params: CredentialParams = { endpointId };
  const result = await client.askCustom(method.credential, params);
  if (typeof result !== 'object' || result === null) return undefined;
  const { apiKey }: { readonly [Name in keyof CredentialResult]?: unknown } = result;
  const isKey = typeof apiKey === 'string' && apiKey !== '' && apiKey.length <= MAX_LENGTH;
  return isKey ? apiKey : undefined;
}
