import { type Endpoint, modelFor } from './endpoint.ts';
import type { GenerationRequest } from './generation.ts';

/** True for an endpoint that may answer a request, as far as that names one, or its model. */
export const mayAnswer = (
  { endpointId, model, task }: Pick<GenerationRequest, 'endpointId' | 'model' | 'task'>,
  endpoint: Pick<Endpoint, 'id' | 'model' | 'completionModel'>,
): boolean =>
  (endpointId === undefined || endpointId === endpoint.id) &&
  (model === undefined || model === modelFor(endpoint, task));
