import type { RelayRequest } from '../../server/src/domain/generation.ts';
import type { RelayInput } from '../../server/src/domain/relay.ts';
import { aRequest } from '../../tools/testing/requests.ts';

/** A request of another program's, for a streamed chat unless the test says otherwise. */
export function relayRequest(
  input: Partial<RelayInput> = {},
  changes: Partial<Omit<RelayRequest, 'input'>> = {},
): RelayRequest {
  const relay: RelayInput = {
    kind: 'relay',
    operation: 'chat',
    body: { messages: [{ role: 'user', content: 'Why?' }] },
    texts: [],
    isStreamed: true,
    ...input,
  };
  const task = relay.operation === 'text' ? 'completion' : 'action';
  return { ...aRequest({ task, languageId: '', ...changes }), input: relay };
}
