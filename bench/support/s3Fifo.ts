/** S3-FIFO over entries of one size, as a reference to compare hit rates with (SOSP 2023). */
export class S3Fifo<Value> {
  readonly #max: number;
  readonly #smallMax: number;
  readonly #small = new Map<string, { value: Value; hits: number }>();
  readonly #main = new Map<string, { value: Value; hits: number }>();
  readonly #ghosts = new Set<string>();

  constructor(max: number, smallShare: number) {
    this.#max = max;
    this.#smallMax = Math.floor(max * smallShare);
  }

  get(key: string): Value | undefined {
    const entry = this.#small.get(key) ?? this.#main.get(key);
    if (entry === undefined) return undefined;
    entry.hits = Math.min(3, entry.hits + 1);
    return entry.value;
  }

  set(key: string, value: Value): void {
    while (this.#small.size + this.#main.size >= this.#max) this.#evict();
    const queue = this.#ghosts.delete(key) ? this.#main : this.#small;
    queue.set(key, { value, hits: 0 });
  }

  #evict(): void {
    if (this.#small.size > this.#smallMax || this.#main.size === 0) this.#evictSmall();
    else this.#evictMain();
  }

  #evictSmall(): void {
    for (const [key, entry] of this.#small) {
      this.#small.delete(key);
      if (entry.hits > 0) {
        this.#main.set(key, { ...entry, hits: 0 });
        continue;
      }
      this.#ghosts.add(key);
      const [oldest] = this.#ghosts;
      if (this.#ghosts.size > this.#max - this.#smallMax && oldest !== undefined) {
        this.#ghosts.delete(oldest);
      }
      return;
    }
  }

  #evictMain(): void {
    for (const [key, entry] of this.#main) {
      this.#main.delete(key);
      if (entry.hits === 0) return;
      entry.hits--;
      this.#main.set(key, entry);
    }
  }
}
