import { readSmallFile, writeSmallFile } from './privateFiles.ts';

/** Many times what is ever kept, in bytes. */
const MAX_BYTES = 64 * 1024;

/** Remembers in a small file what the user was asked once and need not be asked again. A broken file is an empty one. */
export class AskedOnce {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  has(question: string): boolean {
    return this.#read().includes(question);
  }

  add(question: string): void {
    // Where that cannot be, he is asked once more, which is not worth a message.
    writeSmallFile(this.#path, JSON.stringify([...new Set([...this.#read(), question])]));
  }

  #read(): string[] {
    try {
      const list: unknown = JSON.parse(readSmallFile(this.#path, MAX_BYTES) ?? '[]');
      return Array.isArray(list) ? list.filter((each) => typeof each === 'string') : [];
    } catch {
      return [];
    }
  }
}
