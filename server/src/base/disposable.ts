/** Something opened that its owner must close. `dispose` is idempotent. */
export interface Disposable {
  dispose(): void;
}

/** Owns what was opened: disposes in reverse order; what is added after disposal is disposed at once. */
export class DisposableStore implements Disposable {
  readonly #owned: Disposable[] = [];
  #isDisposed = false;

  add<Owned extends Disposable>(owned: Owned): Owned {
    if (this.#isDisposed) owned.dispose();
    else this.#owned.push(owned);
    return owned;
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const owned of this.#owned.splice(0).reverse()) owned.dispose();
  }
}
