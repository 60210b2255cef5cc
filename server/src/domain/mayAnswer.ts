import { type Endpoint, isCalled } from './endpoint.ts';
import type { GenerationRequest } from './generation.ts';
import { isFill } from './operation.ts';

/** True for an endpoint that may answer a request, as far as that names one, or its model, or wants something filled in the middle. */
export const mayAnswer = (request: GenerationRequest, endpoint: Endpoint): boolean =>
  (request.endpointId === undefined || request.endpointId === endpoint.id) &&
  (request.model === undefined || isCalled(endpoint, request.task, request.model)) &&
  !(endpoint.isDeafToSuffix === true && isFill(request.input));
