import { readFileSync, writeFileSync } from 'node:fs';

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
    try {
      writeFileSync(this.#path, JSON.stringify([...new Set([...this.#read(), question])]));
    } catch {
      // Then he is asked once more, which is not worth a message.
    }
  }

  #read(): string[] {
    try {
      const list: unknown = JSON.parse(readFileSync(this.#path, 'utf8'));
      return Array.isArray(list) ? list.filter((each) => typeof each === 'string') : [];
    } catch {
      return [];
    }
  }
}
