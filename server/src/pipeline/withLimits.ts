import { EndpointError } from '../domain/endpointError.ts';
import { type Generate, textsOf } from '../domain/generation.ts';
import type { Limiter } from '../limits/limiter.ts';

/** Source code holds about four characters a token; the true number is told with the answer. */
const CHARACTERS_PER_TOKEN = 4;

/** Holds a request back, or refuses it, so that its endpoint stays within its limits; tells the limiter what came of it. */
export function withLimits(limiter: Limiter, next: Generate): Generate {
  return async (request, context) => {
    const asked = textsOf(request.input).reduce((length, text) => length + text.length, 0);
    const estimate = Math.ceil(asked / CHARACTERS_PER_TOKEN) + request.maxOutputTokens;
    const permit = await limiter.acquire(context, estimate);
    try {
      const generation = await next(request, context);
      const { usage } = generation;
      if (usage !== undefined) permit.used(usage.inputTokens + usage.outputTokens);
      return generation;
    } catch (error) {
      if (error instanceof EndpointError) {
        if (error.kind === 'rateLimited') limiter.refused(error.retryAfterMs);
        if (error.kind === 'timeout' || error.status === 503) limiter.overloaded();
      }
      throw error;
    } finally {
      permit.dispose();
    }
  };
}
