import { LRUCache } from 'lru-cache';
import type { Clock } from '../../base/clock.ts';
import { withDeadline } from '../../base/deadline.ts';
import type { HttpCall, HttpResponse } from '../../base/httpCall.ts';
import type { Sealer } from '../codec/codec.ts';
import type { CacheEntry, CacheTier, KeyedEntry, TierUsage } from '../tier.ts';
import { WrittenLedger } from '../writtenLedger.ts';
import { freshnessOf } from './httpFreshness.ts';

export interface HttpTierOptions {
  /** Entries are at `{url}/{key}`. */
  readonly url: string;
  /** Longest residence in this tier; an entry's own expiry may be earlier. */
  readonly ttlMs: number;
  /** Whether this installation writes; it only reads otherwise. */
  readonly mayWrite: boolean;
}

export interface HttpTierTools {
  readonly codec: Sealer;
  readonly clock: Clock;
  readonly call: HttpCall;
}

/** The largest answer that is stored, with its envelope. */
const MAX_BYTES = 300 * 1024;
/** Entries whose ETag is remembered, so that a cache on the way can say "unchanged". */
const REMEMBERED_TAGS = 64;
const REMEMBERED_DELETIONS = 1_000;
const WRITE_TIMEOUT_MS = 10_000;
const CONTENT_TYPE = 'application/octet-stream';

interface Tagged<Value> {
  readonly etag: string;
  readonly entry: CacheEntry<Value>;
}

/**
 * L4: any HTTP server that answers GET and PUT, behind any cache or CDN. Content is immutable and
 * addressed by key: the first write wins, nothing is deleted. Values are sealed, so that whoever can
 * write there cannot make us serve anything; what does not open is a miss. Redirects are not followed.
 */
export class HttpTier<Value> implements CacheTier<Value> {
  readonly name = 'http';
  readonly isUp = true;
  readonly #options: HttpTierOptions;
  readonly #tools: HttpTierTools;
  readonly #ledger = new WrittenLedger();
  readonly #tagged = new LRUCache<string, Tagged<Value>>({ max: REMEMBERED_TAGS });

  readonly #unwanted = new LRUCache<string, true>({ max: REMEMBERED_DELETIONS });

  constructor(options: HttpTierOptions, tools: HttpTierTools) {
    this.#options = options;
    this.#tools = tools;
  }

  async get(key: string, signal?: AbortSignal): Promise<CacheEntry<Value> | undefined> {
    if (this.#unwanted.has(key)) return undefined;
    const tagged = this.#tagged.get(key);
    const response = await this.#tools.call({
      url: this.#urlOf(key),
      method: 'GET',
      headers: tagged === undefined ? {} : { 'if-none-match': tagged.etag },
      signal: signal ?? new AbortController().signal,
    });
    const body = await bodyOf(response);
    const now = this.#tools.clock.now();
    const { status, headers } = response;
    if (status >= 500) throw new Error(`HTTP ${status}`);
    const entry =
      status === 304 ? tagged?.entry : status === 200 ? await this.#opened(key, body) : undefined;
    if (entry === undefined) return undefined;
    const { etag } = headers;
    if (typeof etag === 'string') this.#tagged.set(key, { etag, entry });
    // What may not be kept may still be used this once.
    const expiresAt = Math.min(entry.expiresAt, now + freshnessOf(headers));
    return entry.expiresAt > now ? { ...entry, expiresAt } : undefined;
  }

  getMany(
    keys: readonly string[],
    signal?: AbortSignal,
  ): Promise<(CacheEntry<Value> | undefined)[]> {
    return Promise.all(keys.map((key) => this.get(key, signal)));
  }

  async set(key: string, { about: _, ...entry }: CacheEntry<Value>): Promise<void> {
    if (!this.#options.mayWrite) return;
    const now = this.#tools.clock.now();
    const expiresAt = Math.min(entry.expiresAt, now + this.#options.ttlMs);
    const body = await this.#tools.codec.seal(key, { ...entry, expiresAt });
    if (body.length > MAX_BYTES) return;
    const maxAge = Math.floor((expiresAt - now) / 1000);
    const status = await withDeadline(this.#tools.clock, WRITE_TIMEOUT_MS, (signal) =>
      this.#put(key, body, maxAge, signal),
    );
    // 412: somebody was first, which is as good.
    if (status >= 300 && status !== 412) throw new Error(`HTTP ${status}`);
    this.#ledger.add(key, body.length);
  }

  async setMany(entries: readonly KeyedEntry<Value>[]): Promise<void> {
    await Promise.all(entries.map(([key, entry]) => this.set(key, entry)));
  }

  /** Nothing there can be taken back; but this process does not take it from there again. */
  async delete(key: string): Promise<boolean> {
    this.#unwanted.set(key, true);
    return false;
  }

  deleteMany(keys: readonly string[]): Promise<boolean[]> {
    return Promise.all(keys.map((key) => this.delete(key)));
  }

  /** Clears only the entries that are remembered here; those that others may read stay. */
  async clear(): Promise<number> {
    this.#tagged.clear();
    return 0;
  }

  usage(): TierUsage {
    return this.#ledger.usage();
  }

  dispose(): void {
    this.#tagged.clear();
  }

  async #put(key: string, body: Buffer, maxAge: number, signal: AbortSignal): Promise<number> {
    const headers = {
      'content-type': CONTENT_TYPE,
      'cache-control': `public, max-age=${maxAge}, immutable`,
      'if-none-match': '*',
    };
    const response = await this.#tools.call({
      url: this.#urlOf(key),
      method: 'PUT',
      headers,
      body,
      signal,
    });
    await bodyOf(response);
    return response.status;
  }

  #urlOf(key: string): string {
    return `${this.#options.url}/${encodeURIComponent(key).replaceAll('%3A', ':')}`;
  }

  async #opened(key: string, body: Buffer | undefined): Promise<CacheEntry<Value> | undefined> {
    if (body === undefined) return undefined;
    // What the codec opens was sealed by `set`.
    return (await this.#tools.codec.open(key, body)) as CacheEntry<Value> | undefined;
  }
}

/** The whole body; `undefined` for one that is too large, whose rest is not read. */
async function bodyOf({ body }: HttpResponse): Promise<Buffer | undefined> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of body) {
    bytes += part.length;
    if (bytes > MAX_BYTES) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}
