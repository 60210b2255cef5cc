import type { KvSlot } from './engine.ts';

/** A slot's memory, with what decides who gets it. */
export interface Slot {
  readonly id: number;
  readonly memory: KvSlot;
}

interface Waiting {
  readonly wanted: number;
  readonly prompt: readonly number[];
  readonly take: (slot: Slot) => void;
}

/** Share of a prompt that a slot must hold to be chosen for it: `--slot-prompt-similarity` as llama-server sets it. */
const LEAST_SIMILARITY = 0.1;

/** How many tokens two texts have in common at their beginning. */
export function commonLength(one: readonly number[], other: readonly number[]): number {
  const most = Math.min(one.length, other.length);
  let count = 0;
  while (count < most && one[count] === other[count]) count++;
  return count;
}

/**
 * Gives slots to requests, one at a time, in the order in which they came: the slot that is named, else the one whose memory
 * a prompt has most in common with, else the one that was left longest ago (rule: `get_available_slot` in
 * tools/server/server-context.cpp of ggml-org/llama.cpp, as with `--cache-ram 0`).
 */
export class Slots {
  /** The one that was left longest ago first. */
  readonly #idle: Slot[];
  readonly #waiting: Waiting[] = [];
  readonly #count: number;

  constructor(memories: readonly KvSlot[]) {
    this.#idle = memories.map((memory, id) => ({ id, memory }));
    this.#count = memories.length;
  }

  /** Runs `work` with a slot; `undefined` where the signal aborts before it has one. A negative `wanted` names none, one too large begins anew at 0. */
  async use<Result>(
    wanted: number,
    prompt: readonly number[],
    signal: AbortSignal,
    work: (slot: Slot) => Promise<Result>,
  ): Promise<Result | undefined> {
    const slot = this.#choose(wanted, prompt) ?? (await this.#wait(wanted, prompt, signal));
    if (slot === undefined) return undefined;
    try {
      return signal.aborted ? undefined : await work(slot);
    } finally {
      this.#leave(slot);
    }
  }

  #choose(wanted: number, prompt: readonly number[]): Slot | undefined {
    const slot =
      wanted >= 0
        ? this.#idle.find(({ id }) => id === wanted % this.#count)
        : this.#nearest(prompt);
    if (slot !== undefined) this.#idle.splice(this.#idle.indexOf(slot), 1);
    return slot;
  }

  #nearest(prompt: readonly number[]): Slot | undefined {
    const likeness = ({ memory }: Slot) => commonLength(memory.tokens, prompt) / prompt.length;
    const [best] = [...this.#idle].sort((one, other) => likeness(other) - likeness(one));
    return best !== undefined && likeness(best) > LEAST_SIMILARITY ? best : this.#idle[0];
  }

  #wait(wanted: number, prompt: readonly number[], signal: AbortSignal): Promise<Slot | undefined> {
    return new Promise((resolve) => {
      const onAbort = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        resolve(undefined);
      };
      const take = (slot: Slot) => {
        signal.removeEventListener('abort', onAbort);
        resolve(slot);
      };
      const waiting = { wanted, prompt, take };
      this.#waiting.push(waiting);
      signal.addEventListener('abort', onAbort, { once: true });
    });
  }

  #leave(slot: Slot): void {
    this.#idle.push(slot);
    for (const waiting of [...this.#waiting]) {
      const chosen = this.#choose(waiting.wanted, waiting.prompt);
      if (chosen === undefined) continue;
      this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
      waiting.take(chosen);
    }
  }
}
