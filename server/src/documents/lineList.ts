/** Lines of a piece; a piece with more than twice as many is divided. */
const PIECE = 1_024;

/**
 * A list of lines that takes many changes: it is kept in pieces, so that lines are put in and taken out at the cost of one
 * piece and not of the list. A piece is found from the one that was used last.
 */
export class LineList {
  #pieces: string[][];
  #count: number;
  /** The piece that was used last, and the number of its first line. */
  #piece = 0;
  #first = 0;

  constructor(lines: readonly string[]) {
    this.#pieces = divided(lines);
    this.#count = lines.length;
  }

  get count(): number {
    return this.#count;
  }

  /** The text of a line that there is. */
  at(line: number): string {
    return this.#seek(line)[line - this.#first] ?? '';
  }

  set(line: number, text: string): void {
    this.#seek(line)[line - this.#first] = text;
  }

  /** Puts lines in place of `removed` ones from `start` on, of which there is at least one. */
  splice(start: number, removed: number, inserted: readonly string[]): void {
    this.#count += inserted.length - removed;
    const piece = this.#seek(start);
    const from = start - this.#first;
    const here = Math.min(removed, piece.length - from);
    let end = this.#piece + 1;
    let left = removed - here;
    while (left > 0 && left >= (this.#pieces[end]?.length ?? 0)) {
      left -= this.#pieces[end]?.length ?? 0;
      end++;
    }
    if (left > 0) this.#pieces[end]?.splice(0, left);
    if (end === this.#piece + 1 && piece.length + inserted.length <= 2 * PIECE) {
      piece.splice(from, here, ...inserted);
      if (piece.length > 0) return;
    }
    const joined = piece.slice(0, from).concat(inserted, piece.slice(from + here));
    const [before, behind] = [this.#pieces.slice(0, this.#piece), this.#pieces.slice(end)];
    this.#pieces = before.concat(divided(joined), behind);
    this.#piece = 0;
    this.#first = 0;
  }

  toArray(): string[] {
    return this.#pieces.flat();
  }

  #seek(line: number): string[] {
    while (line < this.#first) this.#first -= this.#pieces[--this.#piece]?.length ?? 0;
    for (;;) {
      const piece = this.#pieces[this.#piece] ?? [];
      if (line < this.#first + piece.length || this.#piece >= this.#pieces.length - 1) return piece;
      this.#first += piece.length;
      this.#piece++;
    }
  }
}

function divided(lines: readonly string[]): string[][] {
  const pieces: string[][] = [];
  for (let from = 0; from < lines.length; from += PIECE) {
    pieces.push(lines.slice(from, from + PIECE));
  }
  return pieces;
}
