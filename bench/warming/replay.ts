import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryTier } from '../../server/src/cache/memory/memoryTier.ts';
import { TieredCache } from '../../server/src/cache/tieredCache.ts';
import { isDue, lifespan } from '../../server/src/pipeline/freshness.ts';
import { AheadCalls } from '../../server/src/warming/aheadCalls.ts';
import type { Cause, WarmingEvent } from '../../server/src/warming/events.ts';
import { UsageHistory } from '../../server/src/warming/usageHistory.ts';
import { Warmer } from '../../server/src/warming/warmer.ts';
import { seededRandom } from '../../tools/random.ts';
import { FakeClock } from '../../tools/testing/fakeClock.ts';
import { LastingTier } from './lastingTier.ts';
import { Texts, type Window } from './texts.ts';
import { type Step, sizeOf } from './work.ts';

const MINUTE_MS = 60_000;
/** Nobody has done anything for so long: the next question is the first of a day, to a server that was started anew. */
export const NIGHT_MINUTES = 360;
/** The first part of a day that is looked at. */
export const FIRST_MINUTES = 10;
/** From a key, or a move of the cursor, to the question: the shortest debounce. */
const DEBOUNCE_MS = 75;
/** A model takes so long to answer. */
const ANSWER_MS = 500;
const PART = { least: 0.8, more: 0.2 };

export type Source = 'store' | 'memory' | 'disk' | 'call';

export interface Replayed {
  /** Questions of the first minutes of days, by what answered them. */
  readonly first: Record<Source, number>;
  readonly all: Record<Source, number>;
  readonly days: number;
  /** Calls that nobody asked for. */
  aheadCalls: number;
  refreshes: number;
  readonly warmed: Record<Cause, { warmed: number; used: number; unused: number }>;
  /** The day, counted from 1, on which warming ahead switched itself off; `undefined` if it did not. */
  offOnDay: number | undefined;
  reason: string | undefined;
}

/** Replays somebody's work on the product's own tiers, with warming or without. */
export async function replay(
  steps: readonly Step[],
  {
    isWarm,
    seed,
    window,
  }: { readonly isWarm: boolean; readonly seed: number; readonly window: Window },
): Promise<Replayed> {
  const folder = mkdtempSync(join(tmpdir(), 'aurelis-warming-'));
  const clock = new FakeClock();
  const texts = new Texts('secret', seed, window);
  const random = seededRandom(seed);
  const nothing = () => ({ store: 0, memory: 0, disk: 0, call: 0 });
  const none = () => ({ warmed: 0, used: 0, unused: 0 });
  const replayed: Replayed = {
    first: nothing(),
    all: nothing(),
    days: 0,
    aheadCalls: 0,
    refreshes: 0,
    warmed: { start: none(), opened: none(), predicted: none(), asked: none() },
    offOnDay: undefined,
    reason: undefined,
  };
  const told = replayed as { -readonly [Name in keyof Replayed]: Replayed[Name] };
  const hear = (event: WarmingEvent) => {
    if (event.kind === 'warmed') replayed.warmed[event.cause].warmed += event.count;
    if (event.kind === 'warmedUsed') replayed.warmed[event.cause].used++;
    if (event.kind === 'warmedUnused') replayed.warmed[event.cause].unused++;
    if (event.kind !== 'warmingOff') return;
    told.offOnDay ??= told.days;
    told.reason ??= event.reason;
  };
  const entryOf = () => ({
    value: 'answer',
    bytes: 200,
    storedAt: clock.now(),
    costMs: ANSWER_MS,
    ...lifespan('completion', false, clock.now(), random),
  });
  const disk = new LastingTier(clock);
  let day: ReturnType<typeof begin> | undefined;
  const opened = new Set<number>();

  /** A server that has just been started. */
  function begin() {
    const memory = {
      maxEntries: 1_000,
      maxBytes: 64 * 1024 ** 2,
      ttlMs: 300_000,
      eviction: 'lru',
    } as const;
    const cache = new TieredCache<string>(
      new MemoryTier(memory, clock),
      [[disk]],
      clock,
      () => undefined,
    );
    const store = new Set<string>();
    const history = new UsageHistory(folder, clock);
    const fetch = async (file: string, place: string) => {
      const found = findPlace(file, place);
      if (found === undefined) return undefined;
      const key = texts.keyAt({ ...found, variant: 0 });
      if (store.has(key) || cache.peek(key) !== undefined) return undefined;
      if ((await cache.promote([key], () => 1)).length > 0) return { key, isCall: false };
      replayed.aheadCalls++;
      await new Promise<void>((resolve) => clock.after(ANSWER_MS, resolve));
      await cache.set(key, entryOf());
      store.add(key);
      return { key, isCall: true };
    };
    const calls = new AheadCalls({ mayCall: () => true, perHour: () => undefined, fetch }, clock);
    const warmer = isWarm
      ? new Warmer({
          clock,
          history,
          isCalm: () => true,
          random,
          hourOf: (at) => Math.floor(at / 3_600_000) % 24,
          observe: hear,
          calls,
          standing,
          promote: (keys) => cache.promote(keys, () => PART.least + PART.more * random()),
        })
      : undefined;
    void warmer?.begin();
    return {
      cache,
      store,
      warmer,
      since: clock.now(),
      end: async () => {
        await clock.pass(70 * MINUTE_MS);
        warmer?.dispose();
        history.dispose();
        await cache.flush();
        cache.dispose();
        await clock.pass(0);
      },
    };
  }

  const standing = async (file: string) => {
    const open = [...opened].find((each) => texts.fileOf(each) === file);
    if (open === undefined) return undefined;
    const places = Array.from({ length: sizeOf(open) }, (_, place) => texts.placeAt(open, place));
    return new Set(places);
  };

  /** A place of a file that is open, by its lines. */
  function findPlace(file: string, digest: string) {
    for (const each of opened) {
      if (texts.fileOf(each) !== file) continue;
      for (let place = 0; place < sizeOf(each); place++) {
        if (texts.placeAt(each, place) === digest) return { file: each, place };
      }
    }
    return undefined;
  }

  async function ask({ cache, store }: ReturnType<typeof begin>, key: string): Promise<Source> {
    if (store.has(key)) return 'store';
    store.add(key);
    const hit = await cache.getFirst([key]);
    if (hit === undefined) {
      await cache.set(key, entryOf());
      return 'call';
    }
    if (isDue(hit.entry, clock.now(), random)) {
      replayed.refreshes++;
      await cache.set(key, entryOf());
    }
    return hit.tier === 'memory' ? 'memory' : 'disk';
  }

  let before = Number.NEGATIVE_INFINITY;
  const startedAt = clock.now();
  for (const step of steps) {
    const { minute, file, place } = step;
    if (minute - before > NIGHT_MINUTES) {
      await day?.end();
      opened.clear();
      told.days++;
      clock.wallOffsetMs += startedAt + minute * MINUTE_MS - clock.now();
      day = begin();
      // The editor is ready before anybody has asked.
      await clock.pass(1_000);
    }
    before = minute;
    const today = day ?? begin();
    await goTo(clock, startedAt + minute * MINUTE_MS);
    const spot = { file: texts.fileOf(file), kind: 'completion' };
    if (!opened.has(file)) void today.warmer?.opened(spot.file);
    opened.add(file);
    today.warmer?.active(spot);
    await clock.pass(DEBOUNCE_MS);
    const key = texts.keyAt(step);
    const source = await ask(today, key);
    replayed.all[source]++;
    if (clock.now() - today.since < FIRST_MINUTES * MINUTE_MS) replayed.first[source]++;
    if (source === 'store') today.warmer?.shown(key);
    else {
      const use = { ...spot, at: clock.now(), place: texts.placeAt(file, place), key };
      today.warmer?.used(use, source === 'call');
    }
    if (step.isEdit) texts.edit(step);
  }
  await day?.end();
  rmSync(folder, { recursive: true });
  return replayed;
}

/** Timers of minutes that nobody works in have nothing to do: they are left out. */
async function goTo(clock: FakeClock, at: number): Promise<void> {
  const ms = at - clock.now();
  if (ms > 75 * MINUTE_MS) {
    await clock.pass(70 * MINUTE_MS);
    clock.wallOffsetMs += at - clock.now();
  }
  await clock.pass(Math.max(0, at - clock.now()));
}
