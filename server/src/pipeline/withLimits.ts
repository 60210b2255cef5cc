import { EndpointError } from '../domain/endpointError.ts';
import { type Generate, type GenerationContext, textsOf } from '../domain/generation.ts';
import type { Limiter } from '../limits/limiter.ts';
import type { Permit } from '../limits/permit.ts';

/** Source code holds about four characters a token; the true number is told with the answer. */
const CHARACTERS_PER_TOKEN = 4;

/** Holds a request back, or refuses it, so that its endpoint stays within its limits; tells the limiter what came of it. */
export function withLimits(limiter: Limiter, next: Generate): Generate {
  return async (request, context) => {
    const asked = textsOf(request.input).reduce((length, text) => length + text.length, 0);
    const estimate = Math.ceil(asked / CHARACTERS_PER_TOKEN) + request.maxOutputTokens;
    const permit = await limiter.acquire(context, estimate);
    context.onPermitted?.();
    try {
      const generation = await next(request, whileUnwanted(context, permit));
      const { usage } = generation;
      if (usage !== undefined) permit.used(usage.inputTokens + usage.outputTokens);
      return generation;
    } catch (error) {
      // Somebody may have joined it who has not left.
      if (permit.wanted?.aborted && !context.signal.aborted) throw limiter.gaveWay();
      if (error instanceof EndpointError) {
        if (error.kind === 'rateLimited')
          limiter.refused(error.retryAfterMs, error.limit?.span, permit.since);
        if (error.kind === 'timeout' || error.status === 503) limiter.overloaded();
      }
      throw error;
    } finally {
      permit.dispose();
    }
  };
}

/** The context of a request that ends, too, when its place is wanted. */
const whileUnwanted = (context: GenerationContext, { wanted }: Permit): GenerationContext =>
  wanted === undefined
    ? context
    : { ...context, signal: AbortSignal.any([context.signal, wanted]) };
