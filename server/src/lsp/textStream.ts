import { method, type TextParams } from '../protocol/messages.ts';
import type { ClientRequests } from './door/clientRequests.ts';

/**
 * Sends a text that grows to a client that asks for it: each call takes all of the text so far, and sends what is new. A text
 * that is no longer what it was, as after another endpoint was asked, is not sent again: the answer of the request holds it whole.
 */
export function textStream(client: ClientRequests, id: string): (textSoFar: string) => boolean {
  let sent = '';
  return (textSoFar) => {
    if (textSoFar.length > sent.length && textSoFar.startsWith(sent)) {
      client.tell(method.text, { id, text: textSoFar.slice(sent.length) } satisfies TextParams);
      sent = textSoFar;
    }
    return true;
  };
}
