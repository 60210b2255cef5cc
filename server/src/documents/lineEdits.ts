import { GapLine } from './gapLine.ts';
import { LineList } from './lineList.ts';
import type { Position } from './position.ts';

/**
 * The lines of a document while many changes are made, one after the other: each costs no more than what it changes and a
 * piece of the list.
 */
export class LineEdits {
  readonly #lines: LineList;
  /** The line that was changed last, for as long as changes stay on it. */
  #open: { readonly line: number; readonly text: GapLine } | undefined;
  /** UTF-16 units that the changes have added, line ends counted as one. */
  #grown = 0;

  constructor(lines: readonly string[]) {
    this.#lines = new LineList(lines);
  }

  get count(): number {
    return this.#lines.count;
  }

  get grown(): number {
    return this.#grown;
  }

  lengthAt(line: number): number {
    return this.#open?.line === line ? this.#open.text.length : this.#lines.at(line).length;
  }

  /** Puts lines in place of the text between two places that there are, the first of which is not behind the other. */
  replace(start: Position, end: Position, inserted: readonly string[]): void {
    const [first = ''] = inserted;
    if (inserted.length === 1 && start.line === end.line) {
      this.#opened(start.line).replace(start.character, end.character, first);
      this.#grown += first.length - (end.character - start.character);
      return;
    }
    this.#close();
    const head = this.#lines.at(start.line).slice(0, start.character);
    const tail = this.#lines.at(end.line).slice(end.character);
    for (let line = start.line; line <= end.line; line++) this.#grown -= this.lengthAt(line) + 1;
    const last = inserted.length - 1;
    const whole = inserted.map((line, index) => {
      const begun = index === 0 ? head + line : line;
      return index === last ? begun + tail : begun;
    });
    for (const line of whole) this.#grown += line.length + 1;
    this.#lines.splice(start.line, end.line - start.line + 1, whole);
  }

  toArray(): string[] {
    this.#close();
    return this.#lines.toArray();
  }

  #opened(line: number): GapLine {
    if (this.#open?.line !== line) {
      this.#close();
      this.#open = { line, text: new GapLine(this.#lines.at(line)) };
    }
    return this.#open.text;
  }

  #close(): void {
    if (this.#open !== undefined) this.#lines.set(this.#open.line, String(this.#open.text));
    this.#open = undefined;
  }
}
