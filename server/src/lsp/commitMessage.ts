import { EndpointError } from '../domain/endpointError.ts';
import type { EngineHost } from '../engine/engineHost.ts';
import type { CommitMessageResult } from '../protocol/commitMessages.ts';
import { type AskedHost, askedFailureText, unaskedProblem } from './askedTexts.ts';
import { LEAD, noMessageText } from './commitTexts.ts';
import type { ClientRequests } from './door/clientRequests.ts';
import type { CommitRequest } from './door/commitParams.ts';
import { textStream } from './textStream.ts';

/** Writes a commit message, and sends its pieces meanwhile. Rejects with `CancelledError` when the signal aborts. */
export async function commitMessage(
  host: AskedHost & Pick<EngineHost, 'texts'>,
  client: ClientRequests,
  { id, query }: CommitRequest,
  signal: AbortSignal,
): Promise<CommitMessageResult> {
  const unasked = unaskedProblem(host, LEAD);
  if (unasked !== undefined) return unasked;
  try {
    const outcome = await host.texts.commitMessages.write(query, signal, textStream(client, id));
    return outcome.kind === 'message'
      ? { message: outcome.message }
      : { problem: noMessageText(outcome) };
  } catch (error) {
    if (!(error instanceof EndpointError)) throw error;
    return { problem: askedFailureText(LEAD, error) };
  }
}
