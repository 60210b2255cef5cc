import type { Clock } from '../base/clock.ts';

/** The share of its requests that an endpoint gets, by how long it has been back, in milliseconds. */
const RAMP: readonly (readonly [fromMs: number, share: number])[] = [
  [20_000, 1],
  [10_000, 0.5],
  [5_000, 0.25],
  [0, 0.1],
];

/** Endpoints that were away get little at first: caches of prompts are cold there, and whatever ended them may come again. */
export class SlowStart {
  readonly #clock: Clock;
  readonly #away = new Set<string>();
  readonly #backAt = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** An endpoint was seen: it may be asked, or not. */
  seen(name: string, isThere: boolean): void {
    if (!isThere) this.#away.add(name);
    else if (this.#away.delete(name)) this.#backAt.set(name, this.#clock.monotonic());
  }

  /** 0 to 1. */
  shareOf(name: string): number {
    const at = this.#backAt.get(name);
    if (at === undefined) return 1;
    const backMs = this.#clock.monotonic() - at;
    return RAMP.find(([fromMs]) => backMs >= fromMs)?.[1] ?? 1;
  }
}
