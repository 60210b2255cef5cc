import type { Clock } from '../base/clock.ts';

/** Several processes notice the same within this time: it is said once. */
const ONCE_MS = 60_000;
/** More different sentences than anybody reads. */
const MAX_KNOWN = 200;

/** Says what processes have to say to whoever runs the gateway, and the same once a minute at most. */
export class SaidOnce {
  readonly #clock: Clock;
  readonly #say: (sentence: string) => void;
  readonly #saidAt = new Map<string, number>();

  constructor(clock: Clock, say: (sentence: string) => void) {
    this.#clock = clock;
    this.#say = say;
  }

  /** `over` is the sentence that holds no longer: it is news when it is said again. */
  readonly say = (sentence: string, over?: string): void => {
    const now = this.#clock.monotonic();
    const before = this.#saidAt.get(sentence);
    if (before !== undefined && now - before < ONCE_MS) return;
    if (this.#saidAt.size >= MAX_KNOWN) this.#saidAt.clear();
    this.#saidAt.set(sentence, now);
    if (over !== undefined) this.#saidAt.delete(over);
    this.#say(sentence);
  };

  /** Under another configuration, everything is news. */
  forget(): void {
    this.#saidAt.clear();
  }
}
