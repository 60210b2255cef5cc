/**
 * A line that takes many changes. What was put in last is kept apart from what stands before and behind it: neither typing
 * nor going through the line in either direction copies it (V8 joins strings, and cuts flat ones, without copying them).
 */
export class GapLine {
  #head = '';
  #inserted = '';
  #tail: string;

  constructor(text: string) {
    this.#tail = text;
  }

  get length(): number {
    return this.#head.length + this.#inserted.length + this.#tail.length;
  }

  toString(): string {
    return this.#head + this.#inserted + this.#tail;
  }

  /** Puts a text in place of the characters between two places. */
  replace(start: number, end: number, text: string): void {
    this.#moveTo(start);
    this.#tail = this.#tail.slice(end - start);
    this.#inserted += text;
  }

  /** Makes a place the end of what was put in last. */
  #moveTo(place: number): void {
    const from = this.#head.length;
    const to = from + this.#inserted.length;
    if (place > to) {
      this.#head += this.#inserted + this.#tail.slice(0, place - to);
      this.#tail = this.#tail.slice(place - to);
      this.#inserted = '';
    } else if (place >= from) {
      this.#tail = this.#inserted.slice(place - from) + this.#tail;
      this.#inserted = this.#inserted.slice(0, place - from);
    } else {
      this.#tail = this.#head.slice(place) + this.#inserted + this.#tail;
      this.#head = this.#head.slice(0, place);
      this.#inserted = '';
    }
  }
}
