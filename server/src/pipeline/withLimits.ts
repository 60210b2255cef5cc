import type { Generate } from '../domain/generation.ts';
import type { Limiter } from '../upstream/limiter.ts';

/** Holds a request back, or refuses it, so that its endpoint stays within its limits. */
export function withLimits(limiter: Limiter, next: Generate): Generate {
  return async (request, context) => {
    const permit = await limiter.acquire(context);
    try {
      return await next(request, context);
    } finally {
      permit.dispose();
    }
  };
}
