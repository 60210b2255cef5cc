import type { EngineHost } from '../engine/engineHost.ts';
import type { OutgoingParams, OutgoingResult } from '../protocol/messages.ts';
import { isSecretParameter } from '../protocol/secretParameter.ts';
import { reasonText } from './decisionTexts.ts';

/** Tells what would be sent for a suggestion at a place, and to whom. */
export async function outgoing(
  host: Pick<EngineHost, 'outgoingAt' | 'isTrusted' | 'endpoints'>,
  { uri, position }: OutgoingParams,
): Promise<OutgoingResult> {
  if (!host.isTrusted) return { nothing: NOT_TRUSTED, requests: [] };
  const found = await host.outgoingAt(uri, position);
  if (found === undefined) return { nothing: NO_DOCUMENT, requests: [] };
  if (typeof found === 'string') return { nothing: reasonText(found), requests: [] };
  if (found.length === 0) {
    const isAny = host.endpoints.some(({ roles }) => roles.includes('completion'));
    return { nothing: isAny ? ALL_PAUSED : NO_ENDPOINT, requests: [] };
  }
  return {
    requests: found.map(({ endpoint, path, headers, body, masked }) => ({
      endpoint: endpoint.id,
      url: withoutSecrets(endpoint.url + path),
      headers,
      body,
      masked,
    })),
  };
}

const NOT_TRUSTED =
  'This folder is not trusted, so no model is asked. Trust it with “Workspaces: Manage Workspace Trust”.';
const NO_DOCUMENT = 'Aurelis does not know this document. Open it in an editor, and try again.';
const NO_ENDPOINT =
  'No model is set up for suggestions, so nothing is sent: they come from your workspace. Add one to aurelis.endpoints.';
const ALL_PAUSED =
  'You have paused every model for suggestions, so nothing is sent: they come from your workspace. Run “Aurelis: Resume an Endpoint…” to use one again.';

function withoutSecrets(url: string): string {
  const address = URL.parse(url);
  const names = [...(address?.searchParams.keys() ?? [])].filter(isSecretParameter);
  if (address === null || names.length === 0) return url;
  for (const name of names) address.searchParams.set(name, 'hidden');
  return address.href;
}
