import type { Clock } from '../../base/clock.ts';
import { requestFailed } from './answerError.ts';

/** Longest time that a request waits for the start; it takes at most three answers of the client, each five seconds. */
const PATIENCE_MS = 20_000;

/** The started server, for requests that come before it is there. Nobody waits for it without end. */
export class Startup<Host> {
  readonly #clock: Clock;
  readonly #started = Promise.withResolvers<Host>();
  #host: Promise<Host> | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
    // Nobody may be waiting when the start fails.
    this.#started.promise.catch(() => undefined);
  }

  done(host: Host): void {
    this.#started.resolve(host);
    this.#host = this.#started.promise;
  }

  failed(): void {
    this.#started.reject(requestFailed('Aurelis could not start. Its log says where it failed.'));
    this.#host = this.#started.promise;
  }

  /** Rejects with an `AnswerError` where the start fails, or takes too long. */
  readonly host = (): Promise<Host> => this.#host ?? this.#waited();

  #waited(): Promise<Host> {
    return new Promise((resolve, reject) => {
      const timer = this.#clock.after(PATIENCE_MS, () => {
        reject(requestFailed('Aurelis is still starting. Try again in a moment.'));
      });
      this.#started.promise.finally(() => timer.dispose()).then(resolve, reject);
    });
  }
}
