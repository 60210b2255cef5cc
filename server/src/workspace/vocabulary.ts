/** Numbers for token texts, so that sequences of tokens are arrays of integers. */
export class Vocabulary {
  /** Ends a file: no context reaches across it. */
  static readonly END = 0;
  /** Ends a line. */
  static readonly NEWLINE = 1;

  readonly #ids = new Map<string, number>([['\n', Vocabulary.NEWLINE]]);
  readonly #texts: string[] = ['', '\n'];

  get size(): number {
    return this.#texts.length;
  }

  /** The number of a text, given to it now if it is new. */
  idOf(text: string): number {
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    // A copy: a slice would keep the whole file it was cut from alive.
    const own = Buffer.from(text).toString();
    const id = this.#texts.length;
    this.#ids.set(own, id);
    this.#texts.push(own);
    return id;
  }

  /** The number of a text, or `undefined` for one never seen. */
  find(text: string): number | undefined {
    return this.#ids.get(text);
  }

  textOf(id: number): string {
    return this.#texts[id] ?? '';
  }
}
