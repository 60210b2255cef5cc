import { modelFor } from '../../domain/endpoint.ts';
import { isRecord, messagesOf } from './dialect.ts';
import type { AnswerPart, Provider } from './provider.ts';

/**
 * The editor's own language models: the client asks them, with the user's consent, and passes their text on. The URL names
 * no host; whoever gives `send` its HTTP sees it and turns to the client.
 */
export const vscodeLm: Provider = {
  defaultUrl: 'vscode-lm:',
  defaultApi: () => 'chat',
  writesFimPrompts: false,
  prepare: (request, endpoint) => ({
    path: '',
    body: { model: modelFor(endpoint, request.task), messages: messagesOf(request) },
  }),
  headers: () => ({}),
  read(event): AnswerPart {
    if (!isRecord(event)) return { failed: true };
    return {
      ...(typeof event.text === 'string' ? { text: event.text } : {}),
      ...(event.done === true ? { finish: 'stop' } : {}),
      ...(event.failed === true ? { failed: true } : {}),
    };
  },
};
