/** Something that costs. */
export interface Costly {
  readonly cost: number;
}

/** Gives one item after the other; `undefined` once there are no more. */
export interface Part<Item extends Costly> {
  next(): Item | undefined;
}

interface Turn<Item extends Costly> {
  readonly part: Part<Item>;
  readonly weight: number;
  /** Equal parts take turns in the order in which they were added. */
  readonly order: number;
  spent: number;
}

/**
 * Lets parts take turns so that each gets its due of what all cost together, by weight, however much another has: the next is
 * whichever has had least (weighted fair queueing, after Demers, Keshav and Shenker, SIGCOMM 1989, without a clock). Shares are
 * parts themselves, so that a tree of them divides at each branch. One item takes logarithmic time.
 */
export class FairShare<Item extends Costly> implements Part<Item> {
  /** A binary heap. */
  readonly #turns: Turn<Item>[] = [];
  #added = 0;

  /** Adds a part before the first item is taken. */
  add(part: Part<Item>, weight = 1): void {
    this.#turns.push({ part, weight, order: this.#added++, spent: 0 });
  }

  get isEmpty(): boolean {
    return this.#turns.length === 0;
  }

  next(): Item | undefined {
    for (let turn = this.#turns[0]; turn !== undefined; turn = this.#turns[0]) {
      const item = turn.part.next();
      if (item === undefined) this.#removeFirst();
      else {
        turn.spent += item.cost / turn.weight;
        this.#sink();
        return item;
      }
    }
    return undefined;
  }

  #removeFirst(): void {
    const last = this.#turns.pop();
    if (last === undefined || this.#turns.length === 0) return;
    this.#turns[0] = last;
    this.#sink();
  }

  /** Lets the first find its place again. */
  #sink(): void {
    const turns = this.#turns;
    for (let at = 0; ; ) {
      let least = at;
      for (let child = 2 * at + 1; child <= 2 * at + 2; child++) {
        if (isBefore(turns[child], turns[least])) least = child;
      }
      if (least === at) return;
      [turns[at], turns[least]] = [turns[least] as Turn<Item>, turns[at] as Turn<Item>];
      at = least;
    }
  }
}

function isBefore<Item extends Costly>(
  one: Turn<Item> | undefined,
  other: Turn<Item> | undefined,
): boolean {
  if (one === undefined || other === undefined) return false;
  return one.spent === other.spent ? one.order < other.order : one.spent < other.spent;
}
