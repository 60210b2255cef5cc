/** The share of a text's lines that, found elsewhere, makes it the same. */
const LEAST_SHARED = 0.8;

/** The lines of texts that are said already, wherever they stand and however they are indented. */
export class Said {
  readonly #lines = new Set<string>();

  add(text: string): void {
    for (const line of linesOf(text)) this.#lines.add(line);
  }

  /** True if a text says nothing new, or hardly anything. */
  holds(text: string): boolean {
    const lines = linesOf(text);
    const known = lines.filter((line) => this.#lines.has(line));
    return known.length >= LEAST_SHARED * lines.length;
  }
}

/** Brackets alone say nothing. */
const linesOf = (text: string): string[] =>
  text.split('\n').flatMap((line) => (/[\p{L}\p{N}]/u.test(line) ? [line.trim()] : []));
