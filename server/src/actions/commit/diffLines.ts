/** The lines of a long text, one after the other, without a copy of all of them. */
export class DiffLines {
  readonly #text: string;
  #start = 0;
  #end: number;

  constructor(text: string) {
    this.#text = text;
    this.#end = endOf(text, 0);
  }

  /** Where the line begins. */
  get at(): number {
    return this.#start;
  }

  get isOver(): boolean {
    return this.#start >= this.#text.length;
  }

  /** The first character of the line; empty for an empty line. */
  get sign(): string {
    return this.#start < this.#end ? this.#text.charAt(this.#start) : '';
  }

  /** The line's first `most` characters, without its line end. */
  head(most: number): string {
    return this.#text.slice(this.#start, Math.min(this.#end, this.#start + most));
  }

  get length(): number {
    return this.#end - this.#start;
  }

  startsWith(text: string): boolean {
    return this.#text.startsWith(text, this.#start);
  }

  next(): void {
    this.#start = this.#end + 1;
    this.#end = endOf(this.#text, this.#start);
  }
}

function endOf(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}
