import { EndpointError } from '../domain/endpointError.ts';
import type { EngineHost } from '../engine/engineHost.ts';
import type { CommitMessageResult } from '../protocol/commitMessages.ts';
import {
  commitFailureText,
  NO_MODEL,
  NOT_TRUSTED,
  noMessageText,
  TURNED_OFF,
} from './commitTexts.ts';
import type { ClientRequests } from './door/clientRequests.ts';
import type { CommitRequest } from './door/commitParams.ts';
import { textStream } from './textStream.ts';

/** Writes a commit message, and sends its pieces meanwhile. Rejects with `CancelledError` when the signal aborts. */
export async function commitMessage(
  host: Pick<EngineHost, 'commitMessages' | 'isTrusted' | 'isEnabled' | 'hasActionEndpoint'>,
  client: ClientRequests,
  { id, query }: CommitRequest,
  signal: AbortSignal,
): Promise<CommitMessageResult> {
  if (!host.isTrusted) return { problem: NOT_TRUSTED, remedy: 'trust' };
  if (!host.isEnabled) return { problem: TURNED_OFF, remedy: 'enable' };
  if (!host.hasActionEndpoint) return { problem: NO_MODEL, remedy: 'endpoints' };
  try {
    const outcome = await host.commitMessages.write(query, signal, textStream(client, id));
    return outcome.kind === 'message'
      ? { message: outcome.message }
      : { problem: noMessageText(outcome) };
  } catch (error) {
    if (!(error instanceof EndpointError)) throw error;
    return { problem: commitFailureText(error) };
  }
}
