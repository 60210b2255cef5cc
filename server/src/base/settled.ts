/** Knows of promises which have settled, however: who asks for the same one again need not wait. */
export class Settled {
  readonly #settled = new WeakSet<Promise<unknown>>();

  /** Resolves when all have settled; `undefined` where it is known that they have. Never rejects. */
  pending(all: readonly Promise<unknown>[]): Promise<void> | undefined {
    if (all.every((each) => this.#settled.has(each))) return undefined;
    return Promise.allSettled(all).then(() => {
      for (const each of all) this.#settled.add(each);
    });
  }
}
