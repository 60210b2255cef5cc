/** Beyond ten operations per entry of capacity all counts are halved, so that former fame fades. */
const AGE_EVERY = 10;

interface Slot<Value> {
  readonly value: Value;
  readonly size: number;
  count: number;
}

/**
 * Least frequently used first out, with aging; among equals the least recently used. Constant time per
 * operation by buckets of equal count (Shah, Mitra, Matani: "An O(1) algorithm for implementing the LFU
 * cache eviction scheme", 2010). Without aging LFU collapses when popularity shifts.
 */
export class AgingLfu<Value> {
  readonly #max: number;
  readonly #maxSize: number;
  readonly #sizeOf: (value: Value, key: string) => number;
  readonly #slots = new Map<string, Slot<Value>>();
  /** Keys by count; in each bucket the least recently used one first. */
  #buckets = new Map<number, Set<string>>();
  /** No bucket has a smaller count. */
  #least = 1;
  #operations = 0;
  #size = 0;

  constructor(max: number, maxSize: number, sizeOf: (value: Value, key: string) => number) {
    this.#max = max;
    this.#maxSize = maxSize;
    this.#sizeOf = sizeOf;
  }

  get size(): number {
    return this.#slots.size;
  }

  get calculatedSize(): number {
    return this.#size;
  }

  get(key: string): Value | undefined {
    const slot = this.#slots.get(key);
    if (slot === undefined) return undefined;
    this.#leave(key, slot.count);
    slot.count++;
    this.#enter(key, slot.count);
    this.#tick();
    return slot.value;
  }

  /** The value; counts as no use. */
  peek(key: string): Value | undefined {
    return this.#slots.get(key)?.value;
  }

  /** A value larger than the whole is not kept. */
  set(key: string, value: Value): void {
    const count = (this.#slots.get(key)?.count ?? 0) + 1;
    this.delete(key);
    const size = this.#sizeOf(value, key);
    if (size > this.#maxSize) return;
    while (this.#slots.size >= this.#max || this.#size + size > this.#maxSize) this.#evict();
    this.#slots.set(key, { value, size, count });
    this.#size += size;
    this.#enter(key, count);
    this.#tick();
  }

  delete(key: string): boolean {
    const slot = this.#slots.get(key);
    if (slot === undefined) return false;
    this.#slots.delete(key);
    this.#size -= slot.size;
    this.#leave(key, slot.count);
    return true;
  }

  clear(): void {
    this.#slots.clear();
    this.#buckets.clear();
    this.#size = 0;
  }

  *entries(): Generator<[string, Value]> {
    for (const [key, { value }] of this.#slots) yield [key, value];
  }

  #enter(key: string, count: number): void {
    const bucket = this.#buckets.get(count);
    if (bucket === undefined) this.#buckets.set(count, new Set([key]));
    else bucket.add(key);
    this.#least = Math.min(this.#least, count);
  }

  #leave(key: string, count: number): void {
    const bucket = this.#buckets.get(count);
    bucket?.delete(key);
    if (bucket?.size === 0) this.#buckets.delete(count);
  }

  #evict(): void {
    while (!this.#buckets.has(this.#least)) this.#least++;
    const [victim] = this.#buckets.get(this.#least) ?? [];
    if (victim !== undefined) this.delete(victim);
  }

  #tick(): void {
    if (++this.#operations < AGE_EVERY * this.#max) return;
    this.#operations = 0;
    const aged = new Map<number, Set<string>>();
    for (const count of [...this.#buckets.keys()].sort((one, other) => one - other)) {
      const half = Math.max(1, count >> 1);
      const bucket = aged.get(half) ?? new Set<string>();
      for (const key of this.#buckets.get(count) ?? []) bucket.add(key);
      aged.set(half, bucket);
    }
    for (const [count, keys] of aged) {
      for (const key of keys) {
        const slot = this.#slots.get(key);
        if (slot !== undefined) slot.count = count;
      }
    }
    this.#buckets = aged;
    this.#least = 1;
  }
}
