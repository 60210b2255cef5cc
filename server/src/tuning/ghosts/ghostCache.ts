import type { Clock } from '../../base/clock.ts';
import type { Pieces } from '../../base/turns.ts';
import { MemoryTier } from '../../cache/memory/memoryTier.ts';
import type { CacheEntry } from '../../cache/tier.ts';
import { lifespan, REFRESH_PAUSE_MS } from '../../pipeline/freshness.ts';
import type { CacheTrace, Traced } from './cacheTrace.ts';

/** The cache of answers as far as knobs shape it. */
export interface CacheShape {
  readonly maxEntries: number;
  readonly maxBytes: number;
  readonly ttlMs: number;
  readonly eviction: 'lru' | 'lfu';
  /** How long an answer is served without a new one being fetched. */
  readonly freshMs: number;
  /** Whether another tier keeps what the memory does not. */
  readonly hasFar: boolean;
}

/** The requests of a trace as they would have been answered. */
export interface Simulated {
  readonly requests: number;
  /** Calls, those behind an answer that is no longer fresh included. */
  readonly calls: number;
}

/** Requests between two rests. */
const PIECE = 1_000;

/**
 * Runs the requests of a trace past a cache of another shape, scaled to the share of the keys that the trace holds. It is the
 * product's own memory tier and its own rules, without a value in it. Only requests from `since` on are counted.
 */
export function* simulate(
  trace: CacheTrace,
  shape: CacheShape,
  since = Number.NEGATIVE_INFINITY,
): Pieces<Simulated> {
  let now = 0;
  const clock: Clock = { ...STILL, now: () => now };
  const { rate } = trace;
  const scaled = {
    maxEntries: Math.max(1, Math.round(shape.maxEntries * rate)),
    maxBytes: Math.max(1, Math.round(shape.maxBytes * rate)),
    ttlMs: shape.ttlMs,
    eviction: shape.eviction,
  };
  const near = new MemoryTier<null>(scaled, clock);
  const far = new Map<string, CacheEntry<null>>();
  const refreshedAt = new Map<string, number>();
  let [requests, calls] = [0, 0];
  for (let index = 0; index < trace.length; index++) {
    if (index % PIECE === PIECE - 1) yield;
    const traced = trace.at(index);
    const { at, key: hash, bytes } = traced;
    now = at;
    const key = String(hash);
    const counts = at >= since;
    if (counts) requests++;
    const farther = shape.hasFar ? far.get(key) : undefined;
    const held = near.peek(key) ?? (farther && farther.expiresAt > now ? farther : undefined);
    if (held === undefined) {
      if (counts) calls++;
      // Nothing was stored then, so nothing would be.
      if (bytes === undefined) continue;
      keep(entryOf(traced, bytes, shape));
      continue;
    }
    if (now < held.freshUntil) {
      if (held === farther) void near.set(key, held);
      continue;
    }
    if (now - (refreshedAt.get(key) ?? Number.NEGATIVE_INFINITY) < REFRESH_PAUSE_MS) continue;
    refreshedAt.set(key, now);
    if (counts) calls++;
    keep(entryOf(traced, bytes ?? held.bytes, shape));

    function keep(entry: CacheEntry<null>): void {
      void near.set(key, entry);
      if (shape.hasFar) far.set(key, entry);
    }
  }
  return { requests, calls };
}

function entryOf(
  { at, isEmpty, task }: Traced,
  bytes: number,
  { freshMs }: CacheShape,
): CacheEntry<null> {
  const life = lifespan(task, isEmpty, at, IN_THE_MIDDLE, freshMs);
  return { value: null, bytes, storedAt: at, costMs: 0, ...life };
}

/** Lifetimes without their jitter. */
const IN_THE_MIDDLE = () => 0.5;

/** Nobody waits in a simulation. */
const STILL: Clock = {
  now: () => 0,
  monotonic: () => 0,
  after: () => ({ dispose: () => undefined }),
  soon: () => undefined,
};
