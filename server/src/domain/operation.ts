import type { Endpoint } from './endpoint.ts';
import { EndpointError } from './endpointError.ts';
import type { GenerationRequest, Input } from './generation.ts';
import type { RelayOperation } from './relay.ts';

/** The task of a model, as far as it decides which models fit: not every one that goes on with a text fills in its middle. */
export type Operation = RelayOperation | 'fill';

/** The operation of OpenAI's API by which a request is made. */
export function operationOf(
  { input }: Pick<GenerationRequest, 'input'>,
  { completionApi }: Pick<Endpoint, 'completionApi'>,
): Operation {
  if (input.kind === 'chat') return 'chat';
  if (input.kind === 'infill') return completionApi === 'fim' ? 'fill' : 'chat';
  return isFill(input) ? 'fill' : input.operation;
}

/** True for another program's request to fill in the middle. */
export const isFill = (input: Input): boolean =>
  input.kind === 'relay' && input.operation === 'text' && typeof input.body.suffix === 'string';

/**
 * True for a failure by which an endpoint does not have the operation of another program's request, or not this model for it. It says nothing of the endpoint, nor of
 * other operations there.
 */
export const isOfOperation = (
  { input }: Pick<GenerationRequest, 'input'>,
  error: unknown,
): error is EndpointError =>
  input.kind === 'relay' &&
  error instanceof EndpointError &&
  (error.kind === 'wrongApi' || error.kind === 'noModel');

/** The models that a server takes where none is named, by operation, as far as it has told. */
export type ModelChoices = Readonly<Partial<Record<Operation, string>>>;
