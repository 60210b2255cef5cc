import type { Priority } from '../domain/generation.ts';

/** Most urgent first. */
const ORDER: readonly Priority[] = [
  'invoked',
  'action',
  'automatic',
  'batch',
  'speculative',
  'warming',
];
/** The wait after which an item is as urgent as the next class, so that none starves. */
const AGEING_MS = 5_000;

export interface Waiting {
  readonly priority: Priority;
  /** Monotonic milliseconds. */
  readonly since: number;
}

/**
 * A queue by priority, each class in the order of arrival; of automatic completions the newest goes first, because a user
 * who typed on has no use for an older one (after an outage a first-come queue serves users who have long gone).
 */
export class PriorityQueue<Item extends Waiting> {
  readonly #items = new Set<Item>();

  get size(): number {
    return this.#items.size;
  }

  add(item: Item): void {
    this.#items.add(item);
  }

  /** `false` when it was not there any more. */
  remove(item: Item): boolean {
    return this.#items.delete(item);
  }

  /** Takes out the one whose turn it is, among those that may go. */
  take(now: number, mayGo: (item: Item) => boolean): Item | undefined {
    let best: Item | undefined;
    for (const item of this.#items) {
      if (best !== undefined && !isBefore(item, best, now)) continue;
      if (mayGo(item)) best = item;
    }
    if (best !== undefined) this.#items.delete(best);
    return best;
  }

  [Symbol.iterator](): Iterator<Item> {
    return this.#items.values();
  }
}

const rankOf = ({ priority, since }: Waiting, now: number): number =>
  ORDER.indexOf(priority) - Math.floor((now - since) / AGEING_MS);

/** `item` arrived after `other`. */
function isBefore(item: Waiting, other: Waiting, now: number): boolean {
  const [rank, than] = [rankOf(item, now), rankOf(other, now)];
  if (rank !== than) return rank < than;
  return item.priority === 'automatic' && other.priority === 'automatic';
}
