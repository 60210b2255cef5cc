import type { SecureContext } from 'node:tls';
import { request } from 'undici';
import type { Disposable } from '../../base/disposable.ts';
import type { HttpCall } from '../../base/httpCall.ts';
import { DIRECT, type TransportOptions } from './options.ts';
import { OriginPool } from './originPool.ts';
import { secureContext } from './trust.ts';

/** A connection that nobody has used for so long may be gone. */
const WARM_MS = 25_000;

/**
 * HTTP over undici: connections for each origin, no redirects followed. undici's own header and body timeouts are
 * off: whoever calls owns the deadlines.
 */
export class HttpClient implements Disposable {
  readonly #now: () => number;
  #options: TransportOptions = DIRECT;
  #secureContext: SecureContext | undefined;
  #pools = new Map<string, OriginPool>();
  readonly #usedAt = new Map<string, number>();

  /** `now` is monotonic milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** New connections are made so from now on; what is under way ends as it began. */
  configure(options: TransportOptions): void {
    if (JSON.stringify(options) === JSON.stringify(this.#options)) return;
    this.#options = options;
    this.#secureContext = undefined;
    this.#pools = new Map();
    this.#usedAt.clear();
  }

  /** Connects to where a URL leads, so that the first request need not wait for it. Never rejects. */
  async warm(url: string): Promise<void> {
    if (!/^https?:/.test(url)) return;
    const { origin } = new URL(url);
    if (this.#now() - (this.#usedAt.get(origin) ?? Number.NEGATIVE_INFINITY) < WARM_MS) return;
    this.#usedAt.set(origin, this.#now());
    // Whoever sends a request meets the error.
    await this.#poolOf(origin)
      .get()
      .catch(() => undefined);
  }

  readonly call: HttpCall = async ({ url, method, headers, body: content, signal }) => {
    const { origin } = new URL(url);
    const pool = this.#poolOf(origin);
    this.#usedAt.set(origin, this.#now());
    const generation = await pool.get();
    signal.throwIfAborted();
    const isOurs = () => signal.aborted;
    try {
      const { dispatcher } = generation;
      const options = { dispatcher, method, headers, body: content ?? null, signal };
      const { statusCode: status, headers: head, body } = await request(url, options);
      body.on('error', () => isOurs() || pool.failed(generation));
      return { status, headers: head, body };
    } catch (error) {
      if (!isOurs()) pool.failed(generation);
      throw error;
    }
  };

  dispose(): void {
    for (const pool of this.#pools.values()) pool.dispose();
    this.#pools.clear();
  }

  #trust(): SecureContext {
    this.#secureContext ??= secureContext(this.#options);
    return this.#secureContext;
  }

  #poolOf(origin: string): OriginPool {
    const known = this.#pools.get(origin);
    if (known !== undefined) return known;
    const pool = new OriginPool(new URL(origin), this.#options, () => this.#trust());
    this.#pools.set(origin, pool);
    return pool;
  }
}
