/** How the client writes the URIs of its open documents, by their normal forms: it is answered with its own. */
export class Spellings {
  readonly #spellings = new Map<string, string>();

  keep(uri: string, spelling: string): void {
    if (spelling === uri) this.#spellings.delete(uri);
    else this.#spellings.set(uri, spelling);
  }

  forget(uri: string): void {
    this.#spellings.delete(uri);
  }

  /** The client's spelling of a URI in its normal form. */
  of(uri: string): string {
    return this.#spellings.get(uri) ?? uri;
  }
}
