import { familyOf } from '../templates/index.ts';
import { openai } from './openai.ts';
import type { Provider } from './provider.ts';

/** LM Studio: the prompt is written here, for models whose family is known; chat for all others. */
export const lmstudio: Provider = {
  ...openai,
  defaultUrl: 'http://127.0.0.1:1234/v1',
  defaultApi: (model) => (familyOf(model) === undefined ? 'chat' : 'fim'),
  writesFimPrompts: true,
};
