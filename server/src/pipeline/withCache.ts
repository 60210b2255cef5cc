import type { Clock } from '../base/clock.ts';
import type { Observer } from '../base/observer.ts';
import { inTurns } from '../base/turns.ts';
import type { CacheEntry, TierName } from '../cache/tier.ts';
import type { TieredCache } from '../cache/tieredCache.ts';
import type {
  Generate,
  Generation,
  GenerationContext,
  GenerationRequest,
  SharedAnswer,
  Task,
} from '../domain/generation.ts';
import type { PipelineEvent } from '../domain/requestEvents.ts';
import { isDue, lifespan, REFRESH_PAUSE_MS } from './freshness.ts';
import type { RequestKey } from './requestKey.ts';
import { isStorable } from './storePolicy.ts';

/** The stored form of an answer: everything but where this copy of it came from, and the key's second half. */
export interface StoredGeneration
  extends Omit<Generation, 'source' | 'cacheKey' | 'match' | 'similar' | 'answeredBy'>,
    Pick<RequestKey, 'check'> {}

/** The key of a request at one endpoint. */
export interface EndpointKey extends RequestKey {
  readonly endpointId: string;
  /** The model whose answers are kept under it, where the endpoint's server chooses one; empty while nobody knows which. */
  readonly answeredBy?: string;
}

/** Hears of each request that the cache is asked for, and of each answer that it takes. */
interface CacheWatch {
  readonly asked: (key: string, task: Task, known: { readonly bytes: number } | undefined) => void;
  readonly stored: (key: string, bytes: number, isEmpty: boolean) => void;
  /** A new answer is asked for behind one that is served. */
  readonly refreshed: (key: string) => void;
}

export interface CacheStageTools {
  /** A request's keys at the endpoints that may answer it, preferred ones first. */
  readonly keysOf: (request: GenerationRequest) => readonly EndpointKey[];
  readonly cache: TieredCache<StoredGeneration>;
  readonly clock: Clock;
  /** 0 to 1. */
  readonly random: () => number;
  /** True if there is enough left of the budgets for a refresh that nobody waits for. */
  readonly mayRefresh: (request: GenerationRequest) => boolean;
  readonly observe: Observer<PipelineEvent>;
  readonly watch?: CacheWatch | undefined;
  /** How long a completion is served without a new one being fetched, in milliseconds; the usual time without it. */
  readonly freshMs?: (() => number) | undefined;
}

/** Where a new answer takes the place of an old one; over HTTP the first write wins. */
const REPLACEABLE: readonly TierName[] = ['memory', 'redis', 'disk'];

/**
 * Answers from the cache when any eligible endpoint's answer is there, else asks on and stores what
 * is proven whole under the endpoint that gave it. What was asked before an invalidation, or under another account,
 * is not stored after. An answer past its soft time to live is served while a new one is fetched; when that fails, it
 * goes on being served until its hard end.
 */
export function withCache(tools: CacheStageTools, next: Generate): Generate {
  const { keysOf, cache, clock, random, observe, watch } = tools;
  const refreshing = new Set<string>();

  const askAndStore: Generate = async (request, context) => {
    const { epoch } = cache;
    const keys = keysOf(request);
    const startedAt = clock.monotonic();
    let shared: SharedAnswer | undefined;
    const onShared = (answer: SharedAnswer) => {
      shared = answer;
    };
    const generation = await next(request, { ...context, onShared });
    const costMs = clock.monotonic() - startedAt;
    const own = keyOfAnswer(generation, keys, keysOf(request));
    const mayStore =
      own !== undefined &&
      (await inTurns(isStorable(request, generation), (next) => clock.soon(next)));
    if (!mayStore || epoch !== cache.epoch) {
      shared?.done(false);
      return generation;
    }
    const entry = toEntry(generation, own, { request, context, costMs, tools });
    if (shared === undefined) {
      void cache.set(own.key, entry, context.isFresh ? REPLACEABLE : undefined);
    } else void storeShared(cache, own.key, entry, shared);
    watch?.stored(keys[0]?.key ?? own.key, entry.bytes, generation.text.trim() === '');
    return { ...generation, cacheKey: own.key };
  };

  const refreshBehind = (key: string, request: GenerationRequest, file: string | undefined) => {
    if (refreshing.has(key) || !tools.mayRefresh(request)) return;
    refreshing.add(key);
    observe({ kind: 'refreshed' });
    watch?.refreshed(keysOf(request)[0]?.key ?? key);
    clock.after(REFRESH_PAUSE_MS, () => refreshing.delete(key));
    const { signal } = new AbortController();
    const context = { signal, priority: 'speculative', isFresh: true } as const;
    askAndStore(request, file === undefined ? context : { ...context, file }).catch(staleServes);
  };

  return async (request, context) => {
    if (context.isFresh) return askAndStore(request, context);
    const keys = keysOf(request);
    const hit = await cache.getFirst(keys.map(({ key }) => key));
    const own = keys.find(({ key }) => key === hit?.key);
    const isTrue = hit !== undefined && hit.entry.value.check === own?.check;
    const [first] = keys;
    if (first !== undefined) watch?.asked(first.key, request.task, isTrue ? hit.entry : undefined);
    if (!isTrue) {
      if (hit !== undefined) observe({ kind: 'falseHit' });
      return askAndStore(request, context);
    }
    observe(reused(hit.entry));
    if (isDue(hit.entry, clock.now(), random)) refreshBehind(hit.key, request, context.file);
    const generation = fromEntry(hit.entry.value, hit.key, hit.tier);
    context.onText?.(generation.text);
    return generation;
  };
}

/**
 * Stores an answer for which other processes wait: they are told once it can be read where all of them look. What has taken too long is
 * kept in this process alone.
 */
async function storeShared(
  cache: TieredCache<StoredGeneration>,
  key: string,
  entry: CacheEntry<StoredGeneration>,
  shared: SharedAnswer,
): Promise<void> {
  const { epoch } = cache;
  void cache.set(key, entry, ['memory']);
  const mayStore = (await shared.mayStore()) && epoch === cache.epoch;
  if (mayStore) void cache.set(key, entry, ['disk', 'http']);
  shared.done(mayStore && (await cache.set(key, entry, ['redis'])));
}

/** Looks for an answer that another process may have stored meanwhile. */
export async function lookAgain(
  keys: readonly EndpointKey[],
  { cache, observe }: Pick<CacheStageTools, 'cache' | 'observe'>,
): Promise<Generation | undefined> {
  const hit = await cache.getFirst(
    keys.map(({ key }) => key),
    ['memory', 'redis'],
  );
  if (hit === undefined || hit.entry.value.check !== keys.find(({ key }) => key === hit.key)?.check)
    return undefined;
  observe(reused(hit.entry));
  return fromEntry(hit.entry.value, hit.key, hit.tier);
}

/**
 * The key under which an answer belongs, when the request's keys are the same before and after, and it is by the model that the key is for;
 * `undefined` if they changed, or it is another's.
 */
export function keyOfAnswer(
  { endpointId, answeredBy }: Generation,
  before: readonly EndpointKey[],
  after: readonly EndpointKey[],
): EndpointKey | undefined {
  const own = before.find((each) => each.endpointId === endpointId);
  if (own?.answeredBy !== undefined && own.answeredBy !== answeredBy) return undefined;
  return after.some(({ key }) => key === own?.key) ? own : undefined;
}

/** Returns the nearest tier's answer to a request, without waiting. */
export function peekCache(
  keys: readonly EndpointKey[],
  cache: TieredCache<StoredGeneration>,
): Generation | undefined {
  for (const { key, check } of keys) {
    const value = cache.peek(key);
    if (value?.check === check) return fromEntry(value, key, 'memory');
  }
  return undefined;
}

const fromEntry = (
  { check: _, ...value }: StoredGeneration,
  cacheKey: string,
  source: TierName,
): Generation => ({ ...value, source, cacheKey });

/** Returns the event for an answer that is served again. */
export function reused({ value, costMs }: CacheEntry<StoredGeneration>): PipelineEvent {
  const { endpointId, model, usage } = value;
  const saved = { kind: 'reused', endpointId, model, ms: costMs } as const;
  return usage === undefined ? saved : { ...saved, usage };
}

/** Returns the cache entry for an answer, with its lifetime. */
export function toEntry(
  generation: Generation,
  { check }: RequestKey,
  of: {
    readonly request: GenerationRequest;
    readonly context: GenerationContext;
    readonly costMs: number;
    readonly tools: Pick<CacheStageTools, 'clock' | 'random' | 'freshMs'>;
  },
): CacheEntry<StoredGeneration> {
  const {
    source: _,
    cacheKey: __,
    match: ___,
    similar: ____,
    answeredBy: _____,
    ...value
  } = generation;
  const now = of.tools.clock.now();
  const isEmpty = generation.text.trim() === '';
  return {
    value: Object.freeze({ ...value, check }),
    bytes: Buffer.byteLength(generation.text),
    storedAt: now,
    costMs: of.costMs,
    about: { model: generation.model, file: of.context.file ?? '' },
    ...lifespan(of.request.task, isEmpty, now, of.tools.random, of.tools.freshMs?.()),
  };
}

/** A refresh that failed costs nothing: what is there is served until its hard end. */
const staleServes = (): undefined => undefined;
