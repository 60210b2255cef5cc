import { atOnce } from '../base/turns.ts';
import type { TierName } from '../cache/tier.ts';
import type {
  Generate,
  Generation,
  GenerationContext,
  GenerationRequest,
} from '../domain/generation.ts';
import type { SimilarPrompts } from './similarPrompts.ts';
import { isStorable } from './storePolicy.ts';
import {
  type CacheStageTools,
  type EndpointKey,
  keyOfAnswer,
  reused,
  toEntry,
} from './withCache.ts';

export interface ProseStageTools extends Omit<CacheStageTools, 'mayRefresh'> {
  /** A prose question's keys; none for whatever is not plain prose. */
  readonly keysOf: (request: GenerationRequest) => readonly EndpointKey[];
  readonly similar: SimilarPrompts;
}

/** Answers to what was asked in other words stay in this process. */
const TIERS: readonly TierName[] = ['memory'];

/**
 * Answers a question in plain prose from one that differs in its manners only, and says so (`match`). What merely
 * resembles it is offered beside the new answer (`similar`), and never served as its answer.
 */
export function withProseCache(tools: ProseStageTools, next: Generate): Generate {
  const { keysOf, cache, clock, similar } = tools;
  return (request, context) => {
    const keys = keysOf(request);
    return keys.length === 0 || request.input.kind !== 'chat'
      ? next(request, context)
      : answer(request, request.input.user, keys, context);
  };

  async function answer(
    request: GenerationRequest,
    question: string,
    keys: readonly EndpointKey[],
    context: GenerationContext,
  ): Promise<Generation> {
    const hit = context.isFresh
      ? undefined
      : await cache.getFirst(
          keys.map(({ key }) => key),
          TIERS,
        );
    const known = keys.find(({ key }) => key === hit?.key);
    if (hit !== undefined && hit.entry.value.check === known?.check) {
      tools.observe(reused(hit.entry));
      const { check: _, ...value } = hit.entry.value;
      const match: Generation = { ...value, source: hit.tier, cacheKey: hit.key, match: 'prose' };
      context.onText?.(match.text);
      return match;
    }
    const { epoch } = cache;
    const startedAt = clock.monotonic();
    const generation = await next(request, context);
    const offered = similar.candidates(question);
    const own = keyOfAnswer(generation, keys, keysOf(request));
    if (own !== undefined && epoch === cache.epoch && atOnce(isStorable(request, generation))) {
      const costMs = clock.monotonic() - startedAt;
      void cache.set(own.key, toEntry(generation, own, { request, context, costMs, tools }), TIERS);
      similar.add(own.key, question);
    }
    return offered.length === 0 ? generation : { ...generation, similar: offered };
  }
}
