import { FULL_SIZE, type PromptSize } from '../completion/context/promptSize.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import { isOwnServer } from '../providers/ownServer.ts';

/**
 * For a server that takes seconds for a full window, and for one of the user's own that was not measured yet: its first prompt would keep it busy for ten
 * seconds if it runs on the processor. A window of some 30 lines that moves keeps ten of them, so that a pause of two seconds is enough for an answer.
 */
const SMALL_SIZE: PromptSize = { prefix: 1_600, keptPrefix: 600, suffix: 240, snippets: 800 };

/**
 * Sizes by what a token of a prompt costs, in milliseconds at most. What stands behind the cursor is evaluated with every call, as it follows what
 * was typed: the whole of it (some 900 tokens) while that takes less than three frames of a screen, some eight lines where a quarter of it
 * would be felt. A server that takes seconds for a window gets a smaller one, too.
 */
const SIZES: readonly (readonly [most: number, size: PromptSize])[] = [
  [0.05, FULL_SIZE],
  [0.2, { ...FULL_SIZE, suffix: 1_200 }],
  [4, { ...FULL_SIZE, suffix: 400 }],
  [Number.POSITIVE_INFINITY, SMALL_SIZE],
];
/** A cost is believed to be another one when it is so many times as high, or as low: prompts of another size are not found in the cache. */
const CHANGE = 1.5;

/** The sizes of the prompts for endpoints, by how long a token takes there. */
export class PromptSizes {
  /** The costs in milliseconds that prompts are sized by. */
  readonly #costs = new WeakMap<Endpoint, number>();

  /** `msPerToken` as it is measured; a hosted endpoint that does not tell gets all that may help. */
  of(endpoint: Endpoint, msPerToken: number | undefined): PromptSize {
    if (msPerToken === undefined) return isOwnServer(endpoint) ? SMALL_SIZE : FULL_SIZE;
    const before = this.#costs.get(endpoint);
    const isAlike =
      before !== undefined && msPerToken <= before * CHANGE && msPerToken >= before / CHANGE;
    const cost = isAlike ? before : msPerToken;
    this.#costs.set(endpoint, cost);
    return sizeAt(cost);
  }
}

const sizeAt = (cost: number): PromptSize => SIZES.find(([most]) => cost <= most)?.[1] ?? FULL_SIZE;
