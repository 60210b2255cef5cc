import type { SecureContext } from 'node:tls';
import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import type { HttpCall, HttpResponse } from '../../base/httpCall.ts';
import { connectionFault } from './connectionFaults.ts';
import { Exchange } from './exchange.ts';
import { leavable } from './leavableBody.ts';
import { DIRECT, type TransportOptions } from './options.ts';
import { OriginPool } from './originPool.ts';
import { ProxyRefusal } from './proxyError.ts';
import { Silence } from './silence.ts';
import { secureContext } from './trust.ts';

/** A connection that nobody has used for so long may be gone. */
const WARM_MS = 25_000;

/**
 * HTTP over undici: connections for each origin, no redirects followed. undici's own header and body timeouts are
 * off: whoever calls owns the deadlines.
 */
export class HttpClient implements Disposable {
  readonly #clock: Clock;
  readonly #userAgent: string;
  #options: TransportOptions = DIRECT;
  #secureContext: SecureContext | undefined;
  #pools = new Map<string, { readonly pool: OriginPool; readonly silence: Silence }>();
  readonly #usedAt = new Map<string, number>();
  #last: { readonly text: string; readonly url: URL } | undefined;

  /** `userAgent` says who asks, in every request that does not say so itself. */
  constructor(clock: Clock, userAgent = 'aurelis') {
    this.#clock = clock;
    this.#userAgent = userAgent;
  }

  /** New connections are made so from now on; what is under way ends as it began. */
  configure(options: TransportOptions): void {
    if (JSON.stringify(options) === JSON.stringify(this.#options)) return;
    this.#options = options;
    this.#secureContext = undefined;
    for (const { pool } of this.#pools.values()) pool.retire();
    this.#pools = new Map();
    this.#usedAt.clear();
  }

  /** Connects to where a URL leads, so that the first request need not wait for it. Never rejects. */
  async warm(url: string): Promise<void> {
    if (!/^https?:/.test(url)) return;
    const { origin } = new URL(url);
    if (this.#clock.monotonic() - (this.#usedAt.get(origin) ?? Number.NEGATIVE_INFINITY) < WARM_MS)
      return;
    this.#usedAt.set(origin, this.#clock.monotonic());
    // Whoever sends a request meets the error.
    await Promise.resolve(this.#of(origin).pool.get()).catch(() => undefined);
  }

  /** False if nobody can be reached where a URL leads; nothing is sent. Never rejects. */
  async reach(url: string): Promise<boolean> {
    // The editor's own models are not far.
    if (!/^https?:/.test(url)) return true;
    if (!URL.canParse(url)) return false;
    return this.#of(new URL(url).origin)
      .pool.reach()
      .then(
        () => true,
        // A refusal by a proxy, or a certificate that is not trusted, is for a request to find: its user can mend it.
        (error: unknown) =>
          error instanceof ProxyRefusal || connectionFault(error) !== 'unreachable',
      );
  }

  readonly call: HttpCall = async (asked) => {
    const request = { ...asked, headers: { 'user-agent': this.#userAgent, ...asked.headers } };
    const { signal } = request;
    const url = this.#parsed(request.url);
    const { origin } = url;
    const { pool, silence } = this.#of(origin);
    this.#usedAt.set(origin, this.#clock.monotonic());
    try {
      const { line, data } = await new Exchange(pool, silence, this.#clock, request, url).run();
      const { statusCode: status, headers, body } = data;
      const onBroken = (isLeft: boolean) => {
        if (!signal.aborted && !(isLeft && line.isH2)) pool.failed(line);
      };
      return { status, headers, ...leavable(body, this.#clock, onBroken) };
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof ProxyRefusal) return answerOf(error);
      throw error;
    }
  };

  dispose(): void {
    for (const { pool } of this.#pools.values()) pool.dispose();
    this.#pools.clear();
  }

  /** Most requests go to the address of the one before. */
  #parsed(url: string): URL {
    if (this.#last?.text !== url) this.#last = { text: url, url: new URL(url) };
    return this.#last.url;
  }

  #trust(): SecureContext {
    this.#secureContext ??= secureContext(this.#options);
    return this.#secureContext;
  }

  #of(origin: string) {
    const known = this.#pools.get(origin);
    if (known !== undefined) return known;
    const trust = () => this.#trust();
    const pool = new OriginPool(new URL(origin), this.#options, trust, this.#clock);
    const made = { pool, silence: new Silence(this.#clock) };
    this.#pools.set(origin, made);
    return made;
  }
}

/** The words of a proxy in place of the server, as an answer. */
function answerOf({ status, headers, content }: ProxyRefusal): HttpResponse {
  const body = (async function* () {
    yield content;
  })();
  return { status, headers, body, isFromProxy: true };
}
