/** Most requests that are kept; the arrays for them are made once, about 140 KB. */
export const CAPACITY = 8_192;
/** Older requests say nothing about today's work. */
const WINDOW_MS = 6 * 3_600_000;
/** After a request had to be dropped, its answer is looked for among so many requests behind it. */
const LOOK_BACK = 64;
const WHOLE = 2 ** 32;
/** Less than so much of the trace freed by age: half of the keys are left out from then on. */
const ENOUGH = CAPACITY / 4;

const HIT = 1;
const EMPTY = 2;
const ACTION = 4;
const REFRESHED = 8;

/** A request of the trace. */
export interface Traced {
  readonly at: number;
  readonly key: number;
  /** Size of its answer in bytes; absent where nothing could be stored. */
  readonly bytes: number | undefined;
  readonly isEmpty: boolean;
  readonly task: 'completion' | 'action';
}

/**
 * The requests that the cache was asked for: 32 bits of their keys, sizes and times. Of too many only those are kept whose key is
 * below a threshold, so that all requests for a key are in it or none (spatial sampling: Waldspurger, Park, Garthwaite, Ahmad,
 * "Efficient MRC Construction with SHARDS", FAST 2015; a cache of this share of the size then behaves as the whole one: Waldspurger,
 * Saemundsson, Ahmad, Park, "Cache Modeling and Optimization using Miniature Simulations", ATC 2017).
 */
export class CacheTrace {
  readonly #times = new Float64Array(CAPACITY);
  readonly #keys = new Uint32Array(CAPACITY);
  /** One more than the bytes; 0 where nothing could be stored. */
  readonly #sizes = new Uint32Array(CAPACITY);
  readonly #flags = new Uint8Array(CAPACITY);
  #length = 0;
  #threshold = WHOLE;
  #seen = 0;

  get length(): number {
    return this.#length;
  }

  /** Requests that were told, in the trace or not. */
  get seen(): number {
    return this.#seen;
  }

  /** The share of the keys that are in the trace. */
  get rate(): number {
    return this.#threshold / WHOLE;
  }

  /** The cache was asked for a key; `known` is the answer that it had. */
  asked(
    key: string,
    at: number,
    task: Traced['task'],
    known: { readonly bytes: number } | undefined,
  ): void {
    this.#seen++;
    const hash = hashOf(key);
    if (hash >= this.#threshold) return;
    if (this.#length === CAPACITY) {
      this.#makeRoom(at);
      if (hash >= this.#threshold) return;
    }
    const index = this.#length++;
    this.#times[index] = at;
    this.#keys[index] = hash;
    this.#sizes[index] = known === undefined ? 0 : known.bytes + 1;
    this.#flags[index] = (known === undefined ? 0 : HIT) | (task === 'action' ? ACTION : 0);
  }

  /** The answer to what was asked for has come, and was stored. */
  stored(key: string, bytes: number, isEmpty: boolean): void {
    const index = this.#lastOf(key);
    if (index === undefined) return;
    this.#sizes[index] = bytes + 1;
    if (isEmpty) this.#mark(index, EMPTY);
  }

  /** Behind what was served a new answer is asked for. */
  refreshed(key: string): void {
    const index = this.#lastOf(key);
    if (index !== undefined) this.#mark(index, REFRESHED);
  }

  /** Calls that the cache has saved since then, less those behind what it served. */
  savedSince(at: number): number {
    let saved = 0;
    for (let index = 0; index < this.#length; index++) {
      if ((this.#times[index] ?? 0) < at) continue;
      const flags = this.#flags[index] ?? 0;
      if ((flags & HIT) !== 0) saved++;
      if ((flags & REFRESHED) !== 0) saved--;
    }
    return saved;
  }

  at(index: number): Traced {
    const size = this.#sizes[index] ?? 0;
    const flags = this.#flags[index] ?? 0;
    return {
      at: this.#times[index] ?? 0,
      key: this.#keys[index] ?? 0,
      bytes: size === 0 ? undefined : size - 1,
      isEmpty: (flags & EMPTY) !== 0,
      task: (flags & ACTION) !== 0 ? 'action' : 'completion',
    };
  }

  #lastOf(key: string): number | undefined {
    const hash = hashOf(key);
    if (hash >= this.#threshold) return undefined;
    const last = Math.max(0, this.#length - LOOK_BACK);
    for (let index = this.#length - 1; index >= last; index--) {
      if (this.#keys[index] === hash) return index;
    }
    return undefined;
  }

  #mark(index: number, flag: number): void {
    this.#flags[index] = (this.#flags[index] ?? 0) | flag;
  }

  #makeRoom(now: number): void {
    this.#keep((index) => now - (this.#times[index] ?? 0) <= WINDOW_MS);
    if (CAPACITY - this.#length >= ENOUGH) return;
    this.#threshold /= 2;
    this.#keep((index) => (this.#keys[index] ?? 0) < this.#threshold);
    // Few keys can be most of the requests: then the older half goes.
    if (CAPACITY - this.#length < ENOUGH) this.#keep((index) => index >= CAPACITY / 2);
  }

  #keep(isKept: (index: number) => boolean): void {
    let length = 0;
    for (let index = 0; index < this.#length; index++) {
      if (!isKept(index)) continue;
      this.#times[length] = this.#times[index] ?? 0;
      this.#keys[length] = this.#keys[index] ?? 0;
      this.#sizes[length] = this.#sizes[index] ?? 0;
      this.#flags[length] = this.#flags[index] ?? 0;
      length++;
    }
    this.#length = length;
  }
}

/** Keys are digests: their last eight digits are as good as any. */
const hashOf = (key: string): number => Number.parseInt(key.slice(-8), 16) >>> 0;
