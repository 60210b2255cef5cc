import type { Endpoint } from '../../server/src/domain/endpoint.ts';
import type {
  Generation,
  GenerationContext,
  GenerationRequest,
} from '../../server/src/domain/generation.ts';

/** A request for what follows `const total = `, with whatever the test changes. */
export const aRequest = (changes: Partial<GenerationRequest> = {}): GenerationRequest => ({
  task: 'completion',
  input: { kind: 'infill', prefix: 'const total = ', suffix: ';\n' },
  languageId: 'typescript',
  maxOutputTokens: 64,
  temperature: 0,
  stopRule: { name: 'none', version: 1 },
  ...changes,
});

export const anEndpoint = (changes: Partial<Endpoint> = {}): Endpoint => ({
  id: 'first',
  provider: 'openai',
  url: 'http://127.0.0.1:1/v1',
  model: 'm',
  completionModel: 'm',
  completionApi: 'fim',
  roles: ['completion', 'action'],
  limits: {},
  headers: {},
  ...changes,
});

export const aGeneration = (changes: Partial<Generation> = {}): Generation => ({
  text: 'sum(items)',
  ending: 'stop',
  endpointId: 'first',
  model: 'm',
  source: 'upstream',
  ...changes,
});

export const aContext = (changes: Partial<GenerationContext> = {}): GenerationContext => ({
  signal: new AbortController().signal,
  priority: 'automatic',
  ...changes,
});
