import type { Clock } from '../base/clock.ts';

/** Longest time for writing down what is to be kept, and then for the threads to end, in milliseconds. */
const CLOSE_MS = 2_000;
const THREADS_MS = 500;

export interface DepartureTools {
  readonly clock: Clock;
  /** Writes down what is to be kept, and ends all work. */
  readonly close: () => Promise<void>;
  /** Resolves when no thread runs any more. */
  readonly threadsEnded: () => Promise<unknown>;
  /** Ends the process with this code. It waits for threads, if need be for ever. */
  readonly exit: (code: number) => void;
  /** Ends the process at once. */
  readonly kill: () => void;
}

/** The end of the process: within a bounded time, whatever its threads do. The first reason to leave is the one that counts. */
export class Departure {
  readonly #tools: DepartureTools;
  #isLeaving = false;

  constructor(tools: DepartureTools) {
    this.#tools = tools;
  }

  /** Leaves with this exit code. Never rejects. */
  async leave(code: number): Promise<void> {
    if (this.#isLeaving) return;
    this.#isLeaving = true;
    const { close, threadsEnded, exit, kill } = this.#tools;
    await this.#within(CLOSE_MS, close);
    // A thread that stands in a system call, such as the reading of a pipe, cannot be ended.
    if (await this.#within(THREADS_MS, threadsEnded)) exit(code);
    else kill();
  }

  /** True if the work has ended by then, in whichever way. */
  async #within(ms: number, work: () => Promise<unknown>): Promise<boolean> {
    const late = Promise.withResolvers<boolean>();
    const timer = this.#tools.clock.after(ms, () => late.resolve(false));
    const ended = async () => {
      await work().catch(() => undefined);
      return true;
    };
    const isDone = await Promise.race([ended(), late.promise]);
    timer.dispose();
    return isDone;
  }
}
