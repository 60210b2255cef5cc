import { quantile } from '../support/table.ts';

/** A load on an OpenAI-compatible address, in a process of its own, for `fork`: told in its first message, answers with what it saw. */
export interface Load {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Callers that ask one request after the other. */
  readonly callers: number;
  readonly isStreamed: boolean;
  /** Each caller asks for so long, or so often. */
  readonly ms?: number;
  readonly times?: number;
  /** Longest time between two pieces of a stream that counts as steady. */
  readonly stallMs?: number;
  /** All ask the same; else no two requests are alike. */
  readonly isSame?: boolean;
}

export interface Seen {
  readonly answered: number;
  readonly failed: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Of streams: the events that came, and the share of the times between two that were no stall. */
  readonly events: number;
  readonly steady: number;
}

/** Gathers what callers see of their answers. */
export class SeenBy {
  readonly #stallMs: number;
  readonly #begunAt = performance.now();
  readonly #took: number[] = [];
  #failed = 0;
  #events = 0;
  #gaps = 0;
  #stalls = 0;

  constructor(stallMs = 40) {
    this.#stallMs = stallMs;
  }

  /** Returns what to call with each piece of one stream. */
  stream(): (text: string) => void {
    let last: number | undefined;
    return (text) => {
      const events = text.split('"content"').length - 1;
      if (events === 0) return;
      this.#events += events;
      const now = performance.now();
      if (last !== undefined) {
        this.#gaps++;
        if (now - last > this.#stallMs) this.#stalls++;
      }
      last = now;
    };
  }

  /** `begunAt` is that of `performance.now()`. */
  ended(begunAt: number, isOk: boolean): void {
    if (isOk) this.#took.push(performance.now() - begunAt);
    else this.#failed++;
  }

  result(): Seen {
    const seconds = (performance.now() - this.#begunAt) / 1_000;
    return {
      answered: this.#took.length,
      failed: this.#failed,
      perSecond: this.#took.length / seconds,
      p50: quantile(this.#took, 0.5),
      p99: quantile(this.#took, 0.99),
      events: this.#events,
      steady: this.#gaps === 0 ? 1 : 1 - this.#stalls / this.#gaps,
    };
  }
}

/** Has a process, which was made by `fork`, put the load that its first message names, and tell what it saw. */
export function serveOnce(run: (load: Load) => Promise<Seen>): void {
  process.once('message', async (load) => {
    process.send?.(await run(load as Load));
    process.disconnect();
  });
}
