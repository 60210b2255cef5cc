import type { Disposable } from '../base/disposable.ts';
import type { MemoryTierOptions } from '../cache/memory/memoryTier.ts';
import type { TierUsage } from '../cache/tier.ts';
import type { TieredCache } from '../cache/tieredCache.ts';
import type { Priority } from '../domain/generation.ts';
import type { ConcurrencyLimit, Relief } from '../limits/concurrencyLimit.ts';
import type { PressureLevel } from '../pressure/levels.ts';
import { type GuardTools, MemoryGuard } from '../pressure/memoryGuard.ts';
import type { PressureSnapshot } from '../protocol/pressure.ts';
import type { Settings } from '../settings/settings.ts';
import type { HostTools } from './hostTools.ts';

/** Of a process whose memory is not looked at. */
const ENDLESS: Pick<GuardTools, 'read' | 'onCollected'> = {
  read: () => ({ heapUsed: 0, heapNow: 0, heapLimit: 1, resident: 0 }),
  onCollected: () => ({ dispose: () => undefined }),
};

const AHEAD: readonly Priority[] = ['speculative', 'warming'];

/** The part of its memory that the nearest tier may hold, and what is still sent, at each level. */
const AT: Readonly<Record<PressureLevel, Relief & { readonly memory: number }>> = {
  calm: { memory: 1, share: 1, refused: new Set() },
  shrink: { memory: 0.5, share: 1, refused: new Set() },
  spare: { memory: 0.5, share: 0.5, refused: new Set(AHEAD) },
  drop: { memory: 0, share: 0.5, refused: new Set([...AHEAD, 'batch']) },
};

/** A tier that held little when memory began to be short may hold this share of what it may: memory may be short for hours. */
const LEAST = 1 / 16;

const NOTHING: TierUsage = { entries: 0, bytes: 0 };
const MEGABYTE = 1024 * 1024;

export interface ReliefTools extends Pick<GuardTools, 'observe'> {
  readonly slots: ConcurrencyLimit;
  /** That of the moment; its memory tier takes its options from `scaled`. */
  readonly cache: () => Pick<TieredCache<unknown>, 'usage' | 'resize'>;
  /** Those of the moment. */
  readonly settings: () => Settings;
}

/** Gives way where memory is short: level by level, and back. */
export class MemoryRelief implements Disposable {
  readonly #guard: MemoryGuard;
  /** The contents of the memory tier when memory began to be short. */
  #heldThen: TierUsage = NOTHING;
  #steps = 0;
  #since: number;

  constructor(
    { clock, memory = ENDLESS }: Pick<HostTools['process'], 'clock' | 'memory'>,
    { slots, cache, settings, observe }: ReliefTools,
  ) {
    this.#since = clock.now();
    this.#guard = new MemoryGuard({
      ...memory,
      clock,
      limitBytes: () => settings()['limits.memoryMegabytes'] * MEGABYTE,
      observe: (event) => {
        this.#steps++;
        if ([event.level, event.before].includes('calm')) this.#since = clock.now();
        slots.relief = AT[event.level];
        if (event.before === 'calm') this.#heldThen = cache().usage().memory ?? NOTHING;
        cache().resize();
        observe(event);
      },
    });
  }

  /** True while things may be done that nobody waits for. */
  get isCalm(): boolean {
    return AT[this.#guard.level].refused.size === 0;
  }

  /** The memory tier's options, less at some levels than the settings allow. */
  readonly scaled = (options: MemoryTierOptions): MemoryTierOptions => {
    const { memory } = AT[this.#guard.level];
    if (memory === 1) return options;
    const { maxEntries, maxBytes } = options;
    // Half of what it held: a tier that was not full would give nothing.
    const { entries, bytes } = this.#heldThen;
    const least = memory === 0 ? 0 : LEAST;
    const part = (most: number, then: number) =>
      Math.max(1, Math.floor(Math.max(least * most, Math.min(most, then) * memory)));
    return { ...options, maxEntries: part(maxEntries, entries), maxBytes: part(maxBytes, bytes) };
  };

  snapshot(): PressureSnapshot {
    const { level, share } = this.#guard;
    return { level, share, steps: this.#steps, since: this.#since };
  }

  dispose(): void {
    this.#guard.dispose();
  }
}
