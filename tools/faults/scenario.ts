import { type Clock, systemClock } from '../../server/src/base/clock.ts';
import { Codec, type Sealer } from '../../server/src/cache/codec/codec.ts';
import type { CacheEvent } from '../../server/src/cache/events.ts';
import { GuardedTier } from '../../server/src/cache/guardedTier.ts';
import { MemoryTier } from '../../server/src/cache/memory/memoryTier.ts';
import type { CacheTier, TierName } from '../../server/src/cache/tier.ts';
import { TieredCache } from '../../server/src/cache/tieredCache.ts';
import { TierIncident } from '../../server/src/cache/tierIncident.ts';
import type { Generate } from '../../server/src/domain/generation.ts';
import { type StoredGeneration, withCache } from '../../server/src/pipeline/withCache.ts';
import { aContext, aGeneration, aRequest } from '../testing/requests.ts';

export type Tier = CacheTier<StoredGeneration>;

/** The process's time, ahead by as much as the test says. */
class ShiftedClock implements Clock {
  /** Time that has passed: added to both clocks. */
  passedMs = 0;
  /** Somebody has set the wall clock: added to that alone. */
  wallShiftMs = 0;

  now(): number {
    return systemClock.now() + this.passedMs + this.wallShiftMs;
  }

  monotonic(): number {
    return systemClock.monotonic() + this.passedMs;
  }

  after(delayMs: number, callback: () => void) {
    return systemClock.after(delayMs, callback);
  }

  soon(callback: () => void) {
    systemClock.soon(callback);
  }
}

/** The dependencies of a tier under test. */
export interface TierTools {
  readonly clock: ShiftedClock;
  readonly codec: Sealer;
  readonly incident: TierIncident;
  readonly onTrouble: (trouble: 'setAside' | 'notWritten') => void;
}

/** A tier, how to break it, and how to mend it. */
export interface BrokenTier {
  readonly tier: Tier;
  readonly breakIt: () => unknown;
  /** After this, and a minute, the tier works again. */
  readonly mend?: () => unknown;
  /** Called when the tier has been disposed of. */
  readonly stop?: () => unknown;
}

export interface Fault {
  readonly name: string;
  readonly tier: Exclude<TierName, 'memory'>;
  readonly create: (tools: TierTools) => Promise<BrokenTier>;
}

/** The results of requests while a tier was broken. */
export interface FaultReport {
  /** How long each request took beside an upstream that answers at once, in milliseconds. */
  readonly addedMs: readonly number[];
  /** Requests that got another request's answer, or none. */
  readonly wrong: number;
  /** Log lines about it. */
  readonly incidents: number;
  /** Counts of the tier meanwhile: lookups that found something, found nothing, and operations that failed. */
  readonly tierHits: number;
  readonly tierMisses: number;
  readonly tierErrors: number;
  /** Of the answers stored after the tier was mended, how many were found in it; absent where nothing mends it. */
  readonly foundAfterwards?: number;
}

const KNOWN = 60;
const REQUESTS = 600;
const AFTERWARDS = 10;
/** Times that they are looked for. */
const ROUNDS = 3;
const DEADLINE_MS = { redis: 50, disk: 50, http: 300 };

/** Fills a cache whose memory forgets at once, breaks the tier behind it, and goes on asking. */
export async function meet(fault: Fault): Promise<FaultReport> {
  const clock = new ShiftedClock();
  const events: CacheEvent[] = [];
  const observe = (event: CacheEvent) => events.push(event);
  const incident = new TierIncident(fault.tier, observe);
  const codec = new Codec('secret');
  const onTrouble = (trouble: 'setAside' | 'notWritten') =>
    observe({ kind: trouble === 'setAside' ? 'tierSetAside' : 'tierError', tier: fault.tier });
  const broken = await fault.create({ clock, codec, incident, onTrouble });
  const guard = { deadlineMs: DEADLINE_MS[fault.tier], maxWrites: 256 };
  const guarded = new GuardedTier(broken.tier, guard, clock, incident);
  const options = { maxEntries: 1, maxBytes: 1e6, ttlMs: 1e9, eviction: 'lru' } as const;
  const near = new MemoryTier<StoredGeneration>(options, clock);
  const cache = new TieredCache<StoredGeneration>(near, [[guarded]], clock, observe);
  const ask = asker(cache, clock);

  for (let index = 0; index < KNOWN; index++) await ask(index);
  await settle();
  const healthy = events.length;
  await broken.breakIt();
  const addedMs: number[] = [];
  let wrong = 0;
  for (let index = 0; index < REQUESTS; index++) {
    // Half of them are known, the others new.
    const name = index % 2 === 0 ? (index * 7) % KNOWN : KNOWN + index;
    const start = performance.now();
    if ((await ask(name)) !== answerTo(name)) wrong++;
    addedMs.push(performance.now() - start);
    if (index % 100 === 99) await settle();
  }
  const met = events.slice(healthy).filter(({ tier }) => tier === fault.tier);
  const count = (wanted: string) => met.filter(({ kind }) => kind === wanted).length;
  const told = events.filter(({ kind }) => kind === 'tierDown' || kind === 'tierSetAside');
  const report = {
    addedMs,
    wrong,
    incidents: told.length,
    tierHits: count('tierHit'),
    tierMisses: count('tierMiss'),
    tierErrors: count('tierError'),
  };
  try {
    if (broken.mend === undefined) return report;
    await broken.mend();
    clock.passedMs += 70_000;
    await settle();
    // The first one through finds out that all is well; the others are found where they were stored.
    for (let index = 0; index <= AFTERWARDS; index++) await ask(10_000 + index);
    await settle();
    const hits = () => events.filter(({ kind, tier }) => kind === 'tierHit' && tier === fault.tier);
    const found = new Set<number>();
    // Where the machine is busy, a real server misses its deadline now and then, and is asked again.
    for (let round = 0; round < ROUNDS && found.size < AFTERWARDS; round++) {
      for (let index = 1; index <= AFTERWARDS; index++) {
        const before = hits().length;
        await ask(10_000 + index);
        if (hits().length > before) found.add(index);
      }
    }
    return { ...report, foundAfterwards: found.size };
  } finally {
    cache.dispose();
    await settle();
    await broken.stop?.();
  }
}

const answerTo = (index: number): string => `answer(${index});`;

/** The cache stage over an upstream that answers at once and knows the truth. */
function asker(cache: TieredCache<StoredGeneration>, clock: Clock) {
  const indexOf = ({ input }: Parameters<Generate>[0]) =>
    Number(input.kind === 'infill' ? input.prefix : Number.NaN);
  const generate = withCache(
    {
      keysOf: (request) => {
        const key = `model_request:${indexOf(request)}`;
        return [{ endpointId: 'first', key, check: key }];
      },
      cache,
      clock,
      random: () => 0.5,
      mayRefresh: () => false,
      observe: () => undefined,
    },
    async (request) => aGeneration({ text: answerTo(indexOf(request)) }),
  );
  return async (index: number): Promise<string> => {
    const input = { kind: 'infill', prefix: String(index), suffix: '' } as const;
    return (await generate(aRequest({ input }), aContext())).text;
  };
}

/** Lets batches, timers and sockets do what they have begun. */
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 120));
