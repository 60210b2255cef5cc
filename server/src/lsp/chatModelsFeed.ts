import type { ChatModelsResult } from '../protocol/chatMessages.ts';
import { method } from '../protocol/messages.ts';
import type { ClientRequests } from './door/clientRequests.ts';

/** Returns a function that tells the client when the models of the editor's chat are others than when it was called last. */
export function chatModelsFeed(
  models: () => ChatModelsResult,
  client: Pick<ClientRequests, 'tell'>,
): () => void {
  let told = JSON.stringify(models());
  return () => {
    const now = JSON.stringify(models());
    if (now !== told) client.tell(method.chatModelsChanged, {});
    told = now;
  };
}
