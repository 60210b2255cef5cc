import { Worker } from 'node:worker_threads';

/** An expression to be tried. */
export interface Trial {
  readonly source: string;
  readonly flags: string;
  /** True if texts are split by it. */
  readonly isForParts: boolean;
  /** Characters of the longest text that it is given; `undefined` where there is no such bound. */
  readonly maxLength: number | undefined;
}

export interface Outcome {
  /** Milliseconds of processor time of the text that took longest. */
  readonly ms: number;
  /** That text's beginning and end. */
  readonly text: string;
}

/** Characters of the texts. */
export const LENGTH = 100_000;
/**
 * Milliseconds of processor time that a text may take. One whose time grows with the square of the
 * length takes seconds; one in proportion up to 8 on a quick machine, and three times that on a
 * slow one that does other things as well.
 */
export const MOST_MS = 100;
/** A text that takes so long is never done: a hundred times and more of what is allowed. */
const DEADLINE_MS = 15_000;

/** Tries expressions in a thread of its own, which is ended where one of them has no end. */
export class Trials {
  readonly #deadlineMs: number;
  #worker = start();

  /** A text that takes longer than `deadlineMs` milliseconds is given up. */
  constructor(deadlineMs = DEADLINE_MS) {
    this.#deadlineMs = deadlineMs;
  }

  async try(trial: Trial): Promise<Outcome> {
    const worker = this.#worker;
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    let text = '';
    const giveUp = () => {
      void worker.terminate();
      this.#worker = start();
      resolve({ ms: Number.POSITIVE_INFINITY, text });
    };
    let timer = setTimeout(giveUp, this.#deadlineMs);
    const hear = (message: Outcome | { readonly trying: string }) => {
      clearTimeout(timer);
      if ('ms' in message) return resolve(message);
      text = message.trying;
      timer = setTimeout(giveUp, this.#deadlineMs);
    };
    worker.on('message', hear);
    worker.postMessage(trial);
    return promise.finally(() => worker.off('message', hear));
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}

const start = () => new Worker(new URL('trialWorker.ts', import.meta.url));
