import type { ClientHttp2Session } from 'node:http2';
import type { Dispatcher } from 'undici';
import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';

/** A live session answers a ping at once: so long is many times what a packet takes around the world. */
const PONG_MS = 1_000;
/** A session that has answered is not asked again so soon. */
const KNOWN_ALIVE_MS = 3_000;

/** The connections that answer an origin now: one session of HTTP/2, or several of HTTP/1.1. */
export class Line {
  readonly dispatcher: Dispatcher;
  readonly isH2: boolean;
  /** Headers for a proxy that is sent whole URLs in place of paths; absent where no such proxy is on the way. */
  readonly forward: Readonly<Record<string, string>> | undefined;
  /** Whether anything came over it yet: what fails later may have died while nobody used it. */
  hasAnswered = false;
  readonly #clock: Clock;
  #pongAt = Number.NEGATIVE_INFINITY;
  #asking: Promise<boolean> | undefined;

  constructor(
    dispatcher: Dispatcher,
    { isH2, forward }: { readonly isH2: boolean; readonly forward?: Line['forward'] },
    clock: Clock,
  ) {
    this.dispatcher = dispatcher;
    this.isH2 = isH2;
    this.forward = forward;
    this.#clock = clock;
  }

  /** Resolves `false` where the other end of a session does not answer a ping within a second. Never rejects. */
  isAlive(): Promise<boolean> {
    if (this.#clock.monotonic() - this.#pongAt < KNOWN_ALIVE_MS) return Promise.resolve(true);
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async #ask(): Promise<boolean> {
    const session = sessionOf(this.dispatcher);
    // One that is closed or not there yet fails by itself.
    if (session === undefined || session.destroyed) return true;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const timer: Disposable = this.#clock.after(PONG_MS, () => resolve(false));
    try {
      session.ping((error) => resolve(error === null));
    } catch {
      resolve(true);
    }
    const isAlive = await promise;
    timer.dispose();
    if (isAlive) this.#pongAt = this.#clock.monotonic();
    return isAlive;
  }
}

/** The session of a client of undici, which keeps it under a symbol of its own and offers no other way to ping. */
function sessionOf(client: Dispatcher): ClientHttp2Session | undefined {
  const symbol = Object.getOwnPropertySymbols(client).find(
    ({ description }) => description === 'http2Session',
  );
  const held = client as unknown as Readonly<Record<symbol, ClientHttp2Session | null>>;
  return symbol === undefined ? undefined : (held[symbol] ?? undefined);
}
