/** A field in which the user writes. */
export interface Box {
  value: string;
}

/**
 * Writes a text into a field of the user's as it grows. Once the user types there it writes no more, and what they typed stays; until then the field can be
 * given back as it was.
 */
export class MessageBox {
  readonly #box: Box;
  readonly #before: string;
  #written: string;

  constructor(box: Box) {
    this.#box = box;
    this.#before = box.value;
    this.#written = box.value;
  }

  /** False once the user has typed. */
  get isOurs(): boolean {
    return this.#box.value === this.#written;
  }

  /** Returns whether the text was written. */
  write(text: string): boolean {
    if (!this.isOurs) return false;
    this.#box.value = text;
    this.#written = text;
    return true;
  }

  /** Puts back what stood there before. */
  restore(): void {
    this.write(this.#before);
  }
}
