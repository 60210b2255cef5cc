import { type Endpoint, modelFor } from '../domain/endpoint.ts';
import type { Generate } from '../domain/generation.ts';
import type { Limiter } from '../limits/limiter.ts';
import type { SharedRests } from '../limits/sharedRests.ts';

export interface SharedRestTools {
  readonly rests: SharedRests | undefined;
  /** Stands for an endpoint, a model and an account; nothing can be read from it. */
  readonly scopeOf: (endpoint: Endpoint, model: string) => Promise<string>;
}

/**
 * Leaves an endpoint alone for as long as it has asked another window of the editor to, and tells the others what it has asked this one.
 * Where that cannot be shared, each window knows what it was told itself.
 */
export function withSharedRests(
  { rests, scopeOf }: SharedRestTools,
  endpoint: Endpoint,
  limiter: Limiter,
  next: Generate,
): Generate {
  if (rests === undefined) return next;
  return async (request, context) => {
    const scope = await scopeOf(endpoint, modelFor(endpoint, request.task));
    const restMs = restOf(scope);
    if (restMs > 0) limiter.learn({ waitMs: restMs });
    const before = limiter.awayUntil;
    try {
      return await next(request, context);
    } finally {
      if (limiter.awayUntil > before) tell(scope, limiter.awayMs);
    }
  };

  function restOf(scope: string): number {
    try {
      return rests?.restMs(scope) ?? 0;
    } catch {
      return 0;
    }
  }

  function tell(scope: string, ms: number): void {
    try {
      rests?.rest(scope, ms);
    } catch {
      // The others are told by the server itself.
    }
  }
}
