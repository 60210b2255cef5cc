import { modelFor } from '../domain/endpoint.ts';
import { isRecord } from './answerParts.ts';
import { messagesOf } from './dialect.ts';
import type { AnswerPart, Provider } from './provider.ts';

/** The scheme of the URL that stands for the editor's models. */
const EDITOR_MODELS = 'vscode-lm:';

/** True if a request is for the client, which asks a model of the editor. */
export const isForEditorModel = (url: string): boolean => url.startsWith(EDITOR_MODELS);

/**
 * The editor's own language models: the client asks them, with the user's consent, and passes their text on. The URL names
 * no host; whoever gives `send` its HTTP sees it and turns to the client.
 */
export const vscodeLm: Provider = {
  name: 'vscode-lm',
  about: {
    url: 'the models that the editor offers, with your consent; `model` is `vendor/family`, or left out for any',
    completions: 'chat',
  },
  defaultUrl: EDITOR_MODELS,
  needsModel: false,
  completionApis: ['chat'],
  defaultApi: () => 'chat',
  writesFimPrompts: false,
  prepare: (request, endpoint) => ({
    path: '',
    body: { model: modelFor(endpoint, request.task), messages: messagesOf(request, endpoint) },
  }),
  headers: () => ({}),
  read(event): AnswerPart {
    if (!isRecord(event)) return {};
    return {
      ...(typeof event.text === 'string' ? { text: event.text } : {}),
      ...(event.done === true ? { finish: 'stop' } : {}),
      ...(event.failed === true ? { refusal: {} } : {}),
    };
  },
};
