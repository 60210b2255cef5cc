import { delay } from '../../server/src/base/clock.ts';
import { normal } from '../../server/src/base/normal.ts';
import { EndpointError } from '../../server/src/domain/endpointError.ts';
import type { Generate } from '../../server/src/domain/generation.ts';
import { promptPrints, sharedPrints } from '../../server/src/domain/promptPrints.ts';
import type { FakeClock } from '../../tools/testing/fakeClock.ts';
import { aGeneration } from '../../tools/testing/requests.ts';

/** How a server is at a moment. */
export interface Mood {
  /** Median milliseconds to the first word. */
  readonly firstMs: number;
  /** It refuses all after so many milliseconds. */
  readonly failsAfterMs?: number;
  /** It cannot even be reached then. */
  readonly isDown?: boolean;
}

export interface ServerOptions {
  readonly clock: FakeClock;
  readonly random: () => number;
  readonly id: string;
  readonly slots: number;
  readonly moodAt: (ms: number) => Mood;
  /** Milliseconds for each 100 characters of a prompt that no slot holds; absent where prompts cost nothing. */
  readonly msPerPiece?: number;
}

const SPREAD = 0.25;
/** From the first word to the end, in milliseconds. */
const REST_MS = 200;

/** A model server with slots: more requests wait for one of them. Each slot may keep the prompt that it evaluated last. */
export class SimulatedServer {
  asked = 0;
  readonly #options: ServerOptions;
  readonly #waiting: (() => void)[] = [];
  #busy = 0;
  /** Of the slots, the one used last is last. */
  #prompts: (readonly number[])[] = [];

  constructor(options: ServerOptions) {
    this.#options = options;
  }

  readonly generate: Generate = async (request, context) => {
    const { clock, id, slots, moodAt, msPerPiece = 0, random } = this.#options;
    this.asked++;
    const mood = moodAt(clock.monotonic());
    if (mood.failsAfterMs !== undefined) {
      await delay(clock, mood.failsAfterMs, context.signal);
      throw mood.isDown === true
        ? new EndpointError(id, 'unreachable')
        : new EndpointError(id, 'server', { status: 500 });
    }
    if (this.#busy >= slots) await new Promise<void>((go) => this.#waiting.push(go));
    this.#busy++;
    const prints = promptPrints(request);
    const known = Math.max(0, ...this.#prompts.map((each) => sharedPrints(prints, each)));
    const spread = Math.exp(SPREAD * normal(random));
    const firstMs = mood.firstMs * spread + msPerPiece * (prints.length - known);
    await delay(clock, firstMs, context.signal);
    this.#keep(prints);
    context.onText?.('text');
    await delay(clock, REST_MS, context.signal);
    this.#busy--;
    this.#waiting.shift()?.();
    return aGeneration({ endpointId: id });
  };

  /** As llama.cpp does: the slot with the longest beginning in common is used, else the one that was used longest ago. */
  #keep(prints: readonly number[]): void {
    const shares = this.#prompts.map((each) => sharedPrints(prints, each));
    const most = Math.max(0, ...shares);
    const used = most > 0.1 * prints.length ? shares.indexOf(most) : -1;
    const others = this.#prompts.filter((_, index) => index !== used);
    this.#prompts = [...others, prints].slice(-this.#options.slots);
  }
}
