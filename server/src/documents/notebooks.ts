/** Cells above one that are told of: what a request can say of them has room for far fewer. */
const MAX_ABOVE = 200;

interface Notebook {
  cells: readonly string[];
}

/** Where a cell was when it was last looked for. */
interface Place {
  readonly notebook: Notebook;
  index: number;
}

/** The open notebooks: which cells each has, in their order. The cells themselves are documents. */
export class Notebooks {
  readonly #notebooks = new Map<string, Notebook>();
  readonly #places = new Map<string, Place>();

  open(uri: string, cells: readonly string[]): void {
    this.close(uri);
    const notebook = { cells };
    this.#notebooks.set(uri, notebook);
    this.#place(notebook, 0, cells);
  }

  /** Puts cells in place of others. */
  splice(uri: string, from: number, deleted: number, added: readonly string[]): void {
    const notebook = this.#notebooks.get(uri);
    if (notebook === undefined) return;
    const { cells } = notebook;
    const start = Math.min(from, cells.length);
    const end = start + deleted;
    for (const cell of cells.slice(start, end)) this.#places.delete(cell);
    notebook.cells = cells.slice(0, start).concat(added, cells.slice(end));
    this.#place(notebook, start, added);
  }

  close(uri: string): void {
    for (const cell of this.#notebooks.get(uri)?.cells ?? []) this.#places.delete(cell);
    this.#notebooks.delete(uri);
  }

  /** The nearest cells above one in its notebook, the nearest last; none for what is no cell. */
  cellsAbove(cell: string): readonly string[] {
    const place = this.#places.get(cell);
    if (place === undefined) return [];
    const { cells } = place.notebook;
    place.index = indexNear(cells, cell, place.index);
    return cells.slice(Math.max(0, place.index - MAX_ABOVE), Math.max(0, place.index));
  }

  #place(notebook: Notebook, first: number, cells: readonly string[]): void {
    for (const [index, cell] of cells.entries()) {
      this.#places.set(cell, { notebook, index: first + index });
    }
  }
}

/** The index of a cell, looked for from where it was: cells that were put in or taken out above have moved it. */
function indexNear(cells: readonly string[], cell: string, from: number): number {
  for (let step = 0; step <= Math.max(from, cells.length); step++) {
    if (cells[from - step] === cell) return from - step;
    if (cells[from + step] === cell) return from + step;
  }
  return -1;
}
