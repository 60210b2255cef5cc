import { withListedModel } from './listedModel.ts';
import { openai } from './openai.ts';
import type { Provider } from './provider.ts';
import { familyOf } from './templates/index.ts';

/** LM Studio: the prompt is written here, for models whose family is known; chat for all others. */
export const lmstudio: Provider = {
  ...openai,
  name: 'lmstudio',
  about: { completions: "the prompt of the model's family, or chat" },
  defaultUrl: 'http://127.0.0.1:1234/v1',
  defaultApi: (model) => (familyOf(model) === undefined ? 'chat' : 'fim'),
  writesFimPrompts: true,
  local: { label: 'LM Studio', path: '/models', serverIn: withListedModel },
};
