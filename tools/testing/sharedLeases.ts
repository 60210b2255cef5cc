import type { CallLeases } from '../../server/src/pipeline/withSharedFlights.ts';
import type { FakeClock } from './fakeClock.ts';

type End = 'stored' | 'unstored' | 'failed';

/** Leases of calls as Redis keeps them, on the test's clock, for the processes that are given them. */
export class SharedLeases implements CallLeases {
  readonly #clock: FakeClock;
  readonly #leaseMs = 10_000;
  #token = 0;
  #holder: { readonly token: number; until: number } | undefined;
  readonly #waiting = new Set<(end: End) => void>();
  isTold = true;
  /** Nobody can reach them. */
  isAway = false;
  /** When it was tried to take one, in milliseconds of the clock. */
  readonly tries: number[] = [];
  /** How each lease ended. */
  readonly ends: End[] = [];

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  /** The holder's process goes on working, and says so; or stands still. */
  keep(ms: number): void {
    if (this.#holder !== undefined) this.#holder.until = this.#clock.monotonic() + ms;
  }

  /** The holder fails, and another process has it before those who wait. */
  overtake(): void {
    this.#holder = { token: ++this.#token, until: this.#clock.monotonic() + this.#leaseMs };
    for (const each of [...this.#waiting]) each('failed');
  }

  place(): ReturnType<CallLeases['place']> {
    let heard: End | undefined;
    let wake: () => void = () => undefined;
    const listener = (end: End) => {
      if (!this.isTold) return;
      heard = end;
      wake();
    };
    this.#waiting.add(listener);
    return {
      acquire: async () => {
        heard = undefined;
        this.tries.push(this.#clock.monotonic());
        if (this.isAway) throw new Error('away');
        const leftMs = (this.#holder?.until ?? 0) - this.#clock.monotonic();
        if (this.#holder !== undefined && leftMs > 0) {
          return { isHeld: false, token: this.#holder.token, leftMs };
        }
        const token = ++this.#token;
        const held = { token, until: this.#clock.monotonic() + this.#leaseMs };
        this.#holder = held;
        return {
          isHeld: true,
          isFirst: token === 1,
          isNewest: async () => this.#token === token,
          release: (end) => {
            if (this.#holder !== held) return;
            this.#holder = undefined;
            this.ends.push(end);
            for (const each of [...this.#waiting]) each(end);
          },
        };
      },
      ended: (withinMs, signal) =>
        new Promise((resolve) => {
          const timer = this.#clock.after(withinMs, () => wake());
          wake = () => {
            timer.dispose();
            signal.removeEventListener('abort', wake);
            resolve(heard);
          };
          signal.addEventListener('abort', wake);
          if (heard !== undefined) wake();
        }),
      dispose: () => void this.#waiting.delete(listener),
    };
  }

  /** How many places are taken and not left. */
  get places(): number {
    return this.#waiting.size;
  }
}
