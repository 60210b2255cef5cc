import { familyOf } from '../templates/index.ts';
import { openai } from './openai.ts';
import type { Provider } from './provider.ts';

/** vLLM takes no suffix: the prompt is written here, for models whose family is known; chat for all others. */
export const vllm: Provider = {
  ...openai,
  defaultApi: (model) => (familyOf(model) === undefined ? 'chat' : 'fim'),
  writesFimPrompts: true,
};
