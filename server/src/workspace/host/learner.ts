/** Learns one document, a step at each turn. */
export type Learn = (uri: string, text: string) => Iterator<void>;

/**
 * Lets documents be learnt while nobody asks: a step at a time, so that a query waits for a step at most. Of each document
 * only the newest state is learnt.
 */
export class Learner {
  readonly #learn: Learn;
  readonly #later: (step: () => void) => void;
  readonly #onDone: () => void;
  readonly #waiting = new Map<string, string>();
  #running: Iterator<void> | undefined;

  /** `later` calls back once what has arrived meanwhile was dealt with; `onDone` is told once for each document that was added. */
  constructor(
    learn: Learn,
    later: (step: () => void) => void,
    onDone: () => void = () => undefined,
  ) {
    this.#onDone = onDone;
    this.#learn = learn;
    this.#later = later;
  }

  /** True while nothing waits to be learnt. */
  get isIdle(): boolean {
    return this.#running === undefined && this.#waiting.size === 0;
  }

  add(uri: string, text: string): void {
    const { isIdle } = this;
    if (this.#waiting.has(uri)) this.#onDone();
    this.#waiting.set(uri, text);
    if (isIdle) this.#step();
  }

  readonly #step = (): void => {
    this.#running ??= this.#next();
    if (this.#running?.next().done) {
      this.#running = undefined;
      this.#onDone();
    }
    if (this.#running !== undefined || this.#waiting.size > 0) this.#later(this.#step);
  };

  #next(): Iterator<void> | undefined {
    for (const [uri, text] of this.#waiting) {
      this.#waiting.delete(uri);
      return this.#learn(uri, text);
    }
    return undefined;
  }
}
