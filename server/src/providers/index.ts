import type { Endpoint } from '../domain/endpoint.ts';
import { type FeatureRequest, type GenerationRequest, isRelay } from '../domain/generation.ts';
import { aurelis } from './aurelis.ts';
import { azure } from './azure.ts';
import { deepseek } from './deepseek.ts';
import { githubModels } from './githubModels.ts';
import { llamacpp } from './llamacpp.ts';
import { lmstudio } from './lmstudio.ts';
import { mistral } from './mistral.ts';
import { ollama } from './ollama.ts';
import { openai } from './openai.ts';
import { openrouter } from './openrouter.ts';
import type { PreparedRequest, Provider } from './provider.ts';
import { relayed } from './relayed.ts';
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
  aurelis,
  vscodeLm,
];

/** A provider that also passes requests on. */
interface AnyProvider extends Omit<Provider, 'prepare'> {
  prepare(request: GenerationRequest, endpoint: Endpoint): PreparedRequest;
}

const byName = new Map(providers.map((provider) => [provider.name, completed(provider)]));

/** The provider, with the query of an endpoint's address at the end of every path. */
function completed(provider: Provider): AnyProvider {
  return {
    ...provider,
    prepare(request, endpoint) {
      const prepared = isRelay(request)
        ? relayed(request, endpoint, provider)
        : provider.prepare(request as FeatureRequest, endpoint);
      return { ...prepared, path: prepared.path + (endpoint.query ?? '') };
    },
  };
}

/** Returns the provider of an endpoint; throws if its name is none of theirs, which settings never hold. */
export function providerOf({ provider: name }: Pick<Endpoint, 'provider'>): AnyProvider {
  const provider = byName.get(name);
  if (provider === undefined) throw new Error(`"${name}" is no provider`);
  return provider;
}
