/** Somebody who waits in a line. */
export interface Waiting {
  /** Set by the line once it is out of it. */
  isGone: boolean;
}

/** With fewer gone ones nobody makes a new list. */
const MIN_GONE = 32;

/** A line that people leave at its front, at its back, or anywhere, at the same small cost. */
export class Line<Item extends Waiting> {
  #items: Item[] = [];
  #head = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(item: Item): void {
    this.#items.push(item);
    this.#size++;
  }

  /** The one at the front, who stays in the line. */
  oldest(): Item | undefined {
    while (this.#items[this.#head]?.isGone) this.#head++;
    return this.#items[this.#head];
  }

  newest(): Item | undefined {
    while (this.#items.length > this.#head && this.#items.at(-1)?.isGone) this.#items.pop();
    return this.#items.length > this.#head ? this.#items.at(-1) : undefined;
  }

  remove(item: Item): void {
    if (item.isGone) return;
    item.isGone = true;
    this.#size--;
    if (this.#items.length > 2 * this.#size + MIN_GONE) {
      this.#items = this.#items.slice(this.#head).filter(({ isGone }) => !isGone);
      this.#head = 0;
    }
  }
}
