import type { Endpoint } from '../domain/endpoint.ts';
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

/** Every provider, in the order in which the settings editor offers them: a new one is its own file and one line here. */
export const providers: readonly Provider[] = [
  openai,
  azure,
  githubModels,
  ollama,
  llamacpp,
  mistral,
  deepseek,
  openrouter,
  lmstudio,
  vllm,
  vscodeLm,
];

const byName = new Map(providers.map((provider) => [provider.name, withQuery(provider)]));

/** The provider, with the query of an endpoint's address at the end of every path. */
function withQuery(provider: Provider): Provider {
  return {
    ...provider,
    prepare(request, endpoint) {
      const prepared = provider.prepare(request, endpoint);
      return { ...prepared, path: prepared.path + (endpoint.query ?? '') };
    },
  };
}

/** Returns the provider of an endpoint; throws if its name is none of theirs, which settings never hold. */
export function providerOf({ provider: name }: Pick<Endpoint, 'provider'>): Provider {
  const provider = byName.get(name);
  if (provider === undefined) throw new Error(`"${name}" is no provider`);
  return provider;
}
