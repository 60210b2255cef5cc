import type { Clock } from '../../server/src/base/clock.ts';
import type { Disposable } from '../../server/src/base/disposable.ts';

export interface LoadOptions {
  readonly ms: number;
  /** Begins with the first request, and is given up when all that wait have left (as Ollama does); else it begins at once. */
  readonly isWhenAsked: boolean;
}

/** A model on its way into memory. */
export class ModelLoad {
  /** How often it has been begun. */
  begun = 0;
  #isLoaded = false;
  #timer: Disposable | undefined;
  readonly #waiting = new Set<(isLoaded: boolean) => void>();
  readonly #clock: Clock;
  readonly #options: LoadOptions;

  constructor(clock: Clock, options: LoadOptions) {
    this.#clock = clock;
    this.#options = options;
    if (!options.isWhenAsked) this.#begin();
  }

  /** Whether requests are refused meanwhile, as llama-server does. */
  get isRefusing(): boolean {
    return !this.#isLoaded && !this.#options.isWhenAsked;
  }

  /** Resolves with whether it is loaded: false as soon as the signal aborts. */
  wait(signal: AbortSignal): Promise<boolean> {
    if (this.#isLoaded || signal.aborted) return Promise.resolve(!signal.aborted);
    if (this.#timer === undefined) this.#begin();
    return new Promise((resolve) => {
      const leave = () => {
        this.#waiting.delete(settle);
        if (this.#waiting.size === 0 && this.#options.isWhenAsked) this.#giveUp();
        resolve(false);
      };
      const settle = (isLoaded: boolean) => {
        signal.removeEventListener('abort', leave);
        resolve(isLoaded);
      };
      this.#waiting.add(settle);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  #begin(): void {
    this.begun++;
    if (this.#options.ms === 0) {
      this.#isLoaded = true;
      return;
    }
    this.#timer = this.#clock.after(this.#options.ms, () => {
      this.#isLoaded = true;
      for (const settle of this.#waiting) settle(true);
      this.#waiting.clear();
    });
  }

  #giveUp(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
  }
}
