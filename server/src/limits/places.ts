/** A request that gives its place to one that a user waits for. */
export interface Yielding {
  /** The limiter that let it go. */
  readonly owner: object;
  /** Aborted when its place is wanted. */
  readonly controller: AbortController;
}

/**
 * Places on the way that several limiters share. Requests that nobody has asked for give theirs to one that a user has asked another model for; the one that
 * becomes free is kept for that.
 */
export class Places {
  #taken = 0;
  /** The oldest first. */
  readonly #yielding = new Set<Yielding>();
  #leaving: Yielding | undefined;
  #keptFor: object | undefined;

  /** True if one of `most` places is free for a limiter. */
  isFree(most: number, owner: object): boolean {
    const isKept = this.#keptFor !== undefined && this.#keptFor !== owner;
    return this.#taken + (isKept ? 1 : 0) < most;
  }

  /** `yielding` if it gives its place away where that is wanted. */
  take(owner: object, yielding?: Yielding): void {
    this.#taken++;
    if (this.#keptFor === owner) this.#keptFor = undefined;
    if (yielding !== undefined) this.#yielding.add(yielding);
  }

  release(yielding?: Yielding): void {
    this.#taken--;
    if (yielding === undefined) return;
    this.#yielding.delete(yielding);
    if (this.#leaving === yielding) this.#leaving = undefined;
  }

  /** A user waits at `owner`: the oldest request of another one that yields ends, unless one is about to. */
  makeRoom(owner: object): void {
    const isKeptForAnother = this.#keptFor !== undefined && this.#keptFor !== owner;
    if (this.#leaving !== undefined || isKeptForAnother) return;
    for (const each of this.#yielding) {
      if (each.owner === owner) continue;
      this.#keptFor = owner;
      this.#leaving = each;
      each.controller.abort();
      return;
    }
  }

  /** The user waits no more; true if a place was kept. */
  giveUp(owner: object): boolean {
    if (this.#keptFor !== owner) return false;
    this.#keptFor = undefined;
    return true;
  }
}
