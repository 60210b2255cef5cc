import type { ModelProcess } from './modelProcess.ts';

/** The endpoint of a model server behind OpenAI's API, an equal of all others. */
export const openAiEndpoint = ({ url }: ModelProcess, index: number) => ({
  id: `equal${index}`,
  provider: 'openai',
  url: `${url}/v1`,
  model: 'm',
  completionApi: 'fim',
  priority: 1,
});
