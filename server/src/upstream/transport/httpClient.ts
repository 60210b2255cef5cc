import type { SecureContext } from 'node:tls';
import { type Dispatcher, request } from 'undici';
import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import type { HttpCall, HttpResponse } from '../../base/httpCall.ts';
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
  readonly #clock: Clock;
  #options: TransportOptions = DIRECT;
  #secureContext: SecureContext | undefined;
  #pools = new Map<string, OriginPool>();
  readonly #usedAt = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** New connections are made so from now on; what is under way ends as it began. */
  configure(options: TransportOptions): void {
    if (JSON.stringify(options) === JSON.stringify(this.#options)) return;
    this.#options = options;
    this.#secureContext = undefined;
    for (const pool of this.#pools.values()) pool.retire();
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
    await this.#poolOf(origin)
      .get()
      .catch(() => undefined);
  }

  readonly call: HttpCall = async ({ url, method, headers, body: content, signal }) => {
    const { origin } = new URL(url);
    const pool = this.#poolOf(origin);
    this.#usedAt.set(origin, this.#clock.monotonic());
    const generation = await pool.get();
    signal.throwIfAborted();
    const isOurs = () => signal.aborted;
    try {
      const { dispatcher } = generation;
      const options = { dispatcher, method, headers, body: content ?? null, signal };
      const { statusCode: status, headers: head, body } = await request(url, options);
      body.on('error', () => isOurs() || pool.failed(generation));
      return { status, headers: head, ...leavable(body, this.#clock) };
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

/** After the end of what is of interest so many bytes, and milliseconds, may follow; else the connection is closed. */
const REST_BYTES = 16_384;
const REST_MS = 1_000;

/**
 * A body whose reader may leave it: closed, which ends the answer at its server, too, or, once `finish` was called, read to
 * its end behind his back, so that the connection can be used again.
 */
function leavable(
  body: Dispatcher.ResponseData['body'],
  clock: Clock,
): Pick<HttpResponse, 'body' | 'finish'> {
  let isFinished = false;
  const leave = () => {
    if (!isFinished) body.destroy();
    else if (!body.readableEnded) {
      const timer = clock.after(REST_MS, () => body.destroy());
      body
        .dump({ limit: REST_BYTES })
        .catch(ignore)
        .finally(() => timer.dispose());
    }
    return { done: true, value: undefined } as const;
  };
  return {
    finish: () => {
      isFinished = true;
    },
    body: {
      [Symbol.asyncIterator]: () => {
        const inner = body.iterator({ destroyOnReturn: false });
        return {
          next: () => inner.next(),
          return: async () => {
            await inner.return?.();
            return leave();
          },
        };
      },
    },
  };
}

/** The rest was too long: the connection is closed, and nobody misses it. */
const ignore = (): undefined => undefined;
