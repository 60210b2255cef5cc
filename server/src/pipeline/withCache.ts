import type { Clock } from '../base/clock.ts';
import type { Observer } from '../base/observer.ts';
import { holdsSecret } from '../base/secretScan.ts';
import type { CacheHit, TieredCache } from '../cache/tieredCache.ts';
import {
  type Generate,
  type Generation,
  type GenerationRequest,
  isWhole,
  type Task,
} from '../domain/generation.ts';
import type { PipelineEvent } from './events.ts';

/** What is kept of an answer: everything but where this copy of it came from. */
export type StoredGeneration = Omit<Generation, 'source'>;

/** The key of a request at one endpoint. */
export interface EndpointKey {
  readonly endpointId: string;
  readonly key: string;
}

/** Lifetimes by task: suggestions a day, actions a week; each tier may keep it for less. */
const LIFETIME_MS: Readonly<Record<Task, number>> = { completion: 86_400_000, action: 604_800_000 };
/** "Nothing fits here" is worth remembering only while the user is still around. */
const EMPTY_LIFETIME_MS = 45_000;
const MAX_BYTES = 256 * 1024;

/**
 * Answers from the cache when any eligible endpoint's answer is there, else asks on and stores what
 * is proven whole under the endpoint that gave it. What was asked before a `clear` is not stored after.
 */
export function withCache(
  keysOf: (request: GenerationRequest) => readonly EndpointKey[],
  cache: TieredCache<StoredGeneration>,
  clock: Clock,
  observe: Observer<PipelineEvent>,
  next: Generate,
): Generate {
  return async (request, context) => {
    const keys = keysOf(request);
    for (const { key } of keys) {
      const hit = await cache.get(key);
      if (hit === undefined) continue;
      observe({ kind: 'reused' });
      const generation = fromHit(hit);
      context.onText?.(generation.text);
      return generation;
    }
    const { epoch } = cache;
    const generation = await next(request, context);
    const answering = keys.find(({ endpointId }) => endpointId === generation.endpointId);
    const mayStore = epoch === cache.epoch && isStorable(request, generation);
    if (answering !== undefined && mayStore) {
      void cache.set(answering.key, toEntry(generation, request.task, clock.now()));
    }
    return generation;
  };
}

/** What the nearest tier holds for a request, without waiting. */
export function peekCache(
  keys: readonly EndpointKey[],
  cache: TieredCache<StoredGeneration>,
): Generation | undefined {
  for (const { key } of keys) {
    const value = cache.peek(key);
    if (value !== undefined) return fromHit({ value, tier: 'memory' });
  }
  return undefined;
}

const fromHit = ({ value, tier }: CacheHit<StoredGeneration>): Generation => ({
  ...value,
  source: tier,
});

/** Only what is proven whole, of a sane size, and without anything that looks like a credential. */
const isStorable = ({ input }: GenerationRequest, generation: Generation): boolean =>
  generation.source === 'upstream' &&
  isWhole(generation) &&
  Buffer.byteLength(generation.text) <= MAX_BYTES &&
  ![generation.text, ...textsOf(input)].some(holdsSecret);

const textsOf = (input: GenerationRequest['input']): string[] =>
  input.kind === 'infill' ? [input.prefix, input.suffix] : [input.user];

function toEntry(generation: Generation, task: Task, now: number) {
  const { source: _, ...value } = generation;
  const lifetimeMs = generation.text.trim() === '' ? EMPTY_LIFETIME_MS : LIFETIME_MS[task];
  return {
    value: Object.freeze(value),
    bytes: Buffer.byteLength(generation.text),
    expiresAt: now + lifetimeMs,
  };
}
