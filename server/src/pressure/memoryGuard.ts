import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import type { Observer } from '../base/observer.ts';
import type { PressureEvent } from './events.ts';
import { isAtLeast, levelAt, type PressureLevel } from './levels.ts';

/** Memory is looked at so often, and after collections of garbage. */
const LOOK_MS = 30_000;
/** Collections follow each other fast where memory is short. */
const LEAST_MS = 1_000;
/** From this share of the heap on garbage counts, too: the next allocation may come before the next full collection. */
const CLOSE = 0.85;
/** Of V8's limit this share can be lived in: where collections free no more than that, V8 ends the process (seen at 95 %). */
const LIVEABLE = 0.9;
/** A level is left once it was not needed for so long: garbage comes and goes, and a level would with it. */
const HELD_MS = 15_000;

/** The memory of this process, in bytes. */
export interface ProcessMemory {
  /** The heap as the last full collection left it; 0 before the first. */
  readonly heapUsed: number;
  /** The heap as it is, garbage included. */
  readonly heapNow: number;
  readonly heapLimit: number;
  readonly resident: number;
}

export interface GuardTools {
  readonly clock: Clock;
  readonly read: () => ProcessMemory;
  /** Tells of each collection of garbage. */
  readonly onCollected: (listener: () => void) => Disposable;
  /** Bytes that the server may use, by the settings of the moment. */
  readonly limitBytes: () => number;
  readonly observe: Observer<PressureEvent>;
}

/**
 * Watches the share of its memory that the process uses: of the heap, the lesser of what V8 lives in and the user's limit; of all that is resident, the user's. The heap
 * counts as full collections leave it, for garbage is no need; close to its limit as it is.
 */
export class MemoryGuard implements Disposable {
  readonly #tools: GuardTools;
  readonly #collections: Disposable;
  #timer: Disposable | undefined;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #neededAt = Number.NEGATIVE_INFINITY;
  #level: PressureLevel = 'calm';
  #share = 0;

  constructor(tools: GuardTools) {
    this.#tools = tools;
    this.#collections = tools.onCollected(() => {
      if (tools.clock.monotonic() - this.#lookedAt >= LEAST_MS) this.look();
    });
    this.#wait();
  }

  get level(): PressureLevel {
    return this.#level;
  }

  /** The part of its memory that is used, 0 to 1 and more, at the last look. */
  get share(): number {
    return this.#share;
  }

  look(): void {
    const { clock, read, limitBytes, observe } = this.#tools;
    this.#lookedAt = clock.monotonic();
    const { heapUsed, heapNow, heapLimit, resident } = read();
    const most = limitBytes();
    const now = heapNow / Math.min(heapLimit, most);
    const left = heapUsed / Math.min(LIVEABLE * heapLimit, most);
    this.#share = Math.max(left, now >= CLOSE ? now : 0, resident / most);
    const before = this.#level;
    const level = levelAt(this.#share, before);
    if (isAtLeast(level, before)) this.#neededAt = this.#lookedAt;
    else if (this.#lookedAt - this.#neededAt < HELD_MS) return;
    this.#level = level;
    if (this.#level !== before) observe({ kind: 'pressureChanged', level: this.#level, before });
  }

  dispose(): void {
    this.#collections.dispose();
    this.#timer?.dispose();
  }

  #wait(): void {
    this.#timer = this.#tools.clock.after(LOOK_MS, () => {
      this.look();
      this.#wait();
    });
  }
}
