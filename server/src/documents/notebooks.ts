/** The open notebooks: which cells each has, in their order. The cells themselves are documents. */
export class Notebooks {
  readonly #cells = new Map<string, readonly string[]>();

  open(uri: string, cells: readonly string[]): void {
    this.#cells.set(uri, cells);
  }

  /** Puts cells in place of others. */
  splice(uri: string, start: number, deleted: number, added: readonly string[]): void {
    const cells = this.#cells.get(uri);
    if (cells !== undefined) this.#cells.set(uri, cells.toSpliced(start, deleted, ...added));
  }

  close(uri: string): void {
    this.#cells.delete(uri);
  }

  /** The cells above one in its notebook, the nearest last; none for what is no cell. */
  cellsAbove(cell: string): readonly string[] {
    for (const cells of this.#cells.values()) {
      const index = cells.indexOf(cell);
      if (index !== -1) return cells.slice(0, index);
    }
    return [];
  }
}
