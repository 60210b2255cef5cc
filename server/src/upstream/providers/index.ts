import type { Endpoint } from '../../domain/endpoint.ts';
import { azure } from './azure.ts';
import { deepseek } from './deepseek.ts';
import { githubModels } from './githubModels.ts';
import { llamacpp } from './llamacpp.ts';
import { lmstudio } from './lmstudio.ts';
import { mistral } from './mistral.ts';
import { ollama } from './ollama.ts';
import { openai } from './openai.ts';
import { openrouter } from './openrouter.ts';
import type { Provider } from './provider.ts';
import { vllm } from './vllm.ts';
import { vscodeLm } from './vscodeLm.ts';

/** One provider a file; this table is what the setting `endpoints[].provider` chooses from. */
export const providers: Readonly<Record<Endpoint['provider'], Provider>> = {
  openai,
  azure,
  'github-models': githubModels,
  ollama,
  llamacpp,
  mistral,
  deepseek,
  openrouter,
  lmstudio,
  vllm,
  'vscode-lm': vscodeLm,
};
