import type { Endpoint } from '../domain/endpoint.ts';
import type { Generate } from '../domain/generation.ts';
import { isOfOperation, operationOf } from '../domain/operation.ts';
import type { AbsentOperations } from '../upstream/absentOperations.ts';

/** Notes of requests that are passed on which operations an endpoint does not have: for those, others are asked first. */
export function withOperations(
  absent: AbsentOperations,
  endpoint: Endpoint,
  next: Generate,
): Generate {
  return async (request, context) => {
    try {
      const generation = await next(request, context);
      absent.answered(operationOf(request, endpoint));
      return generation;
    } catch (error) {
      if (isOfOperation(request, error)) absent.refused(operationOf(request, endpoint));
      throw error;
    }
  };
}
