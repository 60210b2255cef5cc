import { readSmallFile, writeSmallFile } from './privateFiles.ts';

/** Many times what is ever kept, in bytes, and the most names. */
const MAX_BYTES = 64 * 1024;
const MAX_NAMES = 100;

interface Dated {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly value: unknown;
}

/**
 * Small values by name in a small file, each for a limited time; the oldest go first. A broken file is an empty one, and what
 * cannot be written is lost.
 */
export class DatedValues {
  readonly #path: string;
  readonly #now: () => number;
  readonly #keptMs: number;

  /** `now` is epoch milliseconds. */
  constructor(path: string, now: () => number, keptMs: number) {
    this.#path = path;
    this.#now = now;
    this.#keptMs = keptMs;
  }

  get(name: string): unknown {
    return this.#read().get(name)?.value;
  }

  set(name: string, value: unknown): void {
    // Other windows write there, too.
    const all = this.#read();
    all.delete(name);
    all.set(name, { at: this.#now(), value });
    const kept = [...all].slice(-MAX_NAMES);
    writeSmallFile(this.#path, JSON.stringify(Object.fromEntries(kept)));
  }

  #read(): Map<string, Dated> {
    try {
      const file: unknown = JSON.parse(readSmallFile(this.#path, MAX_BYTES) ?? '{}');
      const entries = Object.entries(typeof file === 'object' && file !== null ? file : {});
      return new Map(entries.filter((entry): entry is [string, Dated] => this.#isFresh(entry[1])));
    } catch {
      return new Map();
    }
  }

  #isFresh(value: unknown): value is Dated {
    if (typeof value !== 'object' || value === null || !('at' in value)) return false;
    const age = this.#now() - Number(value.at);
    return age >= 0 && age < this.#keptMs;
  }
}
