import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import { KeptConnection } from './keptConnection.ts';
import { MessageRate } from './messageRate.ts';

/** A name, a space, and a word. */
const NOTICE = /^([\w-]{1,64}) ([a-z]{1,16})$/;

type Listener = (word: string) => void;

/**
 * Words about names, which whoever listens hears by publish and subscribe. One may be missed, and one may be anybody's: those who
 * listen look for themselves.
 */
export class Notices implements Disposable {
  readonly #kept: KeptConnection;
  readonly #rate: MessageRate;
  readonly #listeners = new Map<string, Set<Listener>>();
  #isSubscribed = false;

  constructor(urls: readonly string[], channel: string, clock: Clock) {
    this.#rate = new MessageRate(clock);
    this.#kept = new KeptConnection(urls, clock, async (client) => {
      await client.subscribe(channel, this.#heard);
      this.#isSubscribed = true;
    });
  }

  /** False while words are missed for sure. */
  get isListening(): boolean {
    return this.#isSubscribed && this.#kept.ready !== undefined;
  }

  listen(name: string, listener: Listener): Disposable {
    const others = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, others.add(listener));
    return {
      dispose: () => {
        others.delete(listener);
        if (others.size === 0 && this.#listeners.get(name) === others) this.#listeners.delete(name);
      },
    };
  }

  dispose(): void {
    this.#kept.dispose();
  }

  /** A channel that is flooded is left for some seconds. */
  readonly #heard = (message: unknown): void => {
    if (!this.#isSubscribed || typeof message !== 'string') return;
    if (!this.#rate.allows(message)) {
      this.#isSubscribed = false;
      this.#kept.leave();
      return;
    }
    const [, name = '', word = ''] = NOTICE.exec(message) ?? [];
    for (const listener of this.#listeners.get(name) ?? []) listener(word);
  };
}
