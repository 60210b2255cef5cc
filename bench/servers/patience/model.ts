import { type Clock, delay } from '../../../server/src/base/clock.ts';

/** Milliseconds between two tokens of an answer: 20 a second. */
const TOKEN_MS = 50;
/** Where a llama.cpp server cuts a prompt into batches (`--batch-size`), between which alone it sees that a client has gone. */
const BATCH_TOKENS = 2_048;

/** The work that a server has done. */
export interface Work {
  /** Requests for a completion, and those whose clients left before the end. */
  calls: number;
  aborted: number;
  /** Milliseconds in which it evaluated or wrote. */
  busyMs: number;
  evaluated: number;
  loads: number;
}

export const noWork = (): Work => ({ calls: 0, aborted: 0, busyMs: 0, evaluated: 0, loads: 0 });

/** A part of a text as long as a token of code is, about. */
const TOKEN = / ?\p{L}{1,6}|\p{N}{1,3}|\s+|./gsu;
export const tokensOf = (text: string): string[] => text.match(TOKEN) ?? [];

interface Progress {
  readonly total: number;
  readonly cache: number;
  readonly processed: number;
  readonly time_ms: number;
}

/** The one that a slot works for. */
export interface Client {
  readonly isLeft: () => boolean;
  readonly onProgress: (progress: Progress) => void;
  readonly onToken: (token: string) => void;
}

/**
 * A model behind one slot that works for one request after the other, keeps the tokens of the last one, and evaluates only
 * what follows those that a prompt begins with.
 */
export class OneSlot {
  readonly #clock: Clock;
  readonly #msPerToken: number;
  readonly #work: Work;
  #known: readonly string[] = [];
  #turn: Promise<void> = Promise.resolve();

  constructor(clock: Clock, msPerToken: number, work: Work) {
    this.#clock = clock;
    this.#msPerToken = msPerToken;
    this.#work = work;
  }

  /** Answers a prompt; resolves when the slot is free again. Whoever leaves while waiting for the slot is passed over. */
  async run(prompt: readonly string[], answer: () => string, client: Client): Promise<void> {
    const before = this.#turn;
    const { promise, resolve: release } = Promise.withResolvers<void>();
    this.#turn = promise;
    await before;
    const since = this.#clock.monotonic();
    try {
      if (client.isLeft()) return;
      const text = answer();
      await this.#evaluate(prompt, client);
      for (const token of tokensOf(text)) {
        if (client.isLeft()) return;
        client.onToken(token);
        this.#known = [...this.#known, token];
        await delay(this.#clock, TOKEN_MS, NEVER);
      }
    } finally {
      this.#work.busyMs += this.#clock.monotonic() - since;
      release();
    }
  }

  async #evaluate(prompt: readonly string[], client: Client): Promise<void> {
    let cache = 0;
    while (cache < prompt.length - 1 && prompt[cache] === this.#known[cache]) cache++;
    const since = this.#clock.monotonic();
    const tell = (processed: number) =>
      client.onProgress({
        total: prompt.length,
        cache,
        processed,
        time_ms: this.#clock.monotonic() - since,
      });
    tell(cache);
    for (let processed = cache; processed < prompt.length; ) {
      const size = Math.min(BATCH_TOKENS, prompt.length - processed);
      await delay(this.#clock, size * this.#msPerToken, NEVER);
      processed += size;
      this.#work.evaluated += size;
      this.#known = prompt.slice(0, processed);
      tell(processed);
      if (client.isLeft()) return;
    }
  }
}

const NEVER = new AbortController().signal;
