/** Lines that are read one after the other, with a look at the next one. */
export class Lines {
  readonly #lines: readonly string[];
  #at = 0;

  constructor(text: string) {
    this.#lines = text.split('\n');
  }

  /** `undefined` behind the last one. */
  next(): string | undefined {
    return this.#lines[this.#at++];
  }

  peek(): string | undefined {
    return this.#lines[this.#at];
  }
}
