/**
 * Tokens that may be learnt beside those of the files and of the documents that were open when they had been read: some eight
 * megabytes, which takes days of typing.
 */
export const MAX_GROWTH = 100_000;

/**
 * Tells when so many tokens have been met since the workspace was read that most of them stand nowhere any more: a vocabulary
 * forgets none. Reading the workspace anew does.
 */
export class Overgrowth {
  #tokens: number | undefined;

  /** The workspace has been read anew. */
  begin(): void {
    this.#tokens = undefined;
  }

  /**
   * True if there are too many, of `tokens` by now. The open documents are learnt after the files: growth counts from when
   * nothing waits to be learnt (`isIdle`), so that what is open does not make the workspace be read again and again.
   */
  isReached(tokens: number, isIdle: boolean): boolean {
    if (isIdle) this.#tokens ??= tokens;
    return this.#tokens !== undefined && tokens - this.#tokens > MAX_GROWTH;
  }
}
