import { createHash } from 'node:crypto';
import { MemoryTier } from '../../server/src/cache/memory/memoryTier.ts';
import type { CacheTier } from '../../server/src/cache/tier.ts';
import { TieredCache } from '../../server/src/cache/tieredCache.ts';
import type { Generate } from '../../server/src/domain/generation.ts';
import { type StoredGeneration, withCache } from '../../server/src/pipeline/withCache.ts';
import type { KnobName } from '../../server/src/protocol/tuning.ts';
import { Knobs } from '../../server/src/tuning/knobs.ts';
import { Tuner } from '../../server/src/tuning/tuner.ts';
import { seededRandom } from '../../tools/random.ts';
import { settled } from '../../tools/testing/fakeClock.ts';
import { aGeneration, aRequest } from '../../tools/testing/requests.ts';
import { QuickClock } from './quickClock.ts';
import type { Visit } from './sessions.ts';

const MEGABYTE = 1024 * 1024;
const MODEL_MS = 400;

export interface Work {
  /** Whether another tier keeps what the memory does not. */
  readonly hasFar: boolean;
  /** Knobs that the user has set. */
  readonly users: ReadonlyMap<KnobName, number>;
  /** The value that a knob begins at. */
  readonly start: { readonly knob: KnobName; readonly value: number };
  readonly isTuned: boolean;
}

export interface Worked {
  readonly requests: number;
  readonly calls: number;
  /** The knob at the end. */
  readonly value: number;
  /** Why the knob went back, each time. */
  readonly left: readonly string[];
}

/** Runs requests through the product's cache and its stages in virtual time, with the product's tuner beside it or without. */
export async function work(visits: readonly Visit[], of: Work): Promise<Worked> {
  const clock = new QuickClock();
  const knobs = new Knobs();
  knobs.settle(of.users);
  const { knob } = of.start;
  let text = JSON.stringify({ sound: { [knob]: of.start.value } });
  const memory = () => ({
    maxEntries: knobs.value('memoryEntries'),
    maxBytes: 64 * MEGABYTE,
    ttlMs: knobs.value('memorySeconds') * 1000,
    eviction: knobs.value('memoryEviction') === 1 ? ('lfu' as const) : ('lru' as const),
  });
  const freshMs = () => knobs.value('freshSeconds') * 1000;
  knobs.move(knob, of.start.value);
  const tuner = of.isTuned
    ? new Tuner({
        clock,
        random: seededRandom(1),
        knobs,
        file: {
          read: () => text,
          write: (written) => {
            text = written;
            return true;
          },
        },
        holder: 'bench',
        shape: () => ({ ...memory(), freshMs: freshMs(), hasFar: of.hasFar }),
        isCalm: () => true,
        observe: () => undefined,
        onChanged: () => undefined,
      })
    : undefined;
  let calls = 0;
  const next: Generate = async () => {
    calls++;
    return aGeneration({ endpointId: 'e' });
  };
  const far = new MemoryTier<StoredGeneration>(
    { maxEntries: 1e6, maxBytes: 256 * MEGABYTE, ttlMs: 86_400_000, eviction: 'lru' },
    clock,
  ) as CacheTier<StoredGeneration>;
  const cache = new TieredCache(
    new MemoryTier<StoredGeneration>(memory, clock),
    of.hasFar ? [[Object.assign(far, { name: 'disk' as const })]] : [],
    clock,
    () => undefined,
  );
  const random = seededRandom(2);
  const generate = withCache(
    {
      keysOf: ({ languageId }) => [{ endpointId: 'e', key: keyOf(languageId), check: '' }],
      cache,
      clock,
      random,
      mayRefresh: () => true,
      observe: () => undefined,
      freshMs,
      ...(tuner === undefined ? {} : { watch: tuner.ghosts.watch }),
    },
    next,
  );
  const first = visits[0]?.at ?? 0;
  for (const { at, place } of visits) {
    await clock.passTo(at - first);
    const context = { signal: NEVER, priority: 'automatic' } as const;
    await generate(aRequest({ languageId: place }), context);
    tuner?.called(MODEL_MS * (0.5 + random()), false);
  }
  await settled();
  const left = (tuner?.snapshot().entries ?? []).flatMap(({ reason }) => reason ?? []);
  const value = knobs.value(knob);
  tuner?.dispose();
  return { requests: visits.length, calls, value, left };
}

const NEVER = new AbortController().signal;

const keyOf = (place: string): string =>
  `model_request:${createHash('sha256').update(place).digest('hex').slice(0, 32)}`;
