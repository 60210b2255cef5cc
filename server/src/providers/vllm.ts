import { openai } from './openai.ts';
import type { Provider } from './provider.ts';
import { familyOf } from './templates/index.ts';

/** vLLM takes no suffix: the prompt is written here, for models whose family is known; chat for all others. */
export const vllm: Provider = {
  ...openai,
  name: 'vllm',
  about: { completions: "the prompt of the model's family, or chat" },
  defaultApi: (model) => (familyOf(model) === undefined ? 'chat' : 'fim'),
  writesFimPrompts: true,
};
