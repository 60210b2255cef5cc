interface Running {
  readonly uri: string;
  readonly controller: AbortController;
}

/**
 * Ends requests that are under way in a document when it is closed: what they would keep of it afterwards would never be
 * forgotten.
 */
export class UntilClosed {
  readonly #running = new Set<Running>();

  /** Runs a request in a document with a signal that aborts when `signal` does, or the document is closed. */
  async run<Result>(
    uri: string,
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    const controller = new AbortController();
    const abort = () => controller.abort();
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    const running = { uri, controller };
    this.#running.add(running);
    try {
      return await work(controller.signal);
    } finally {
      signal.removeEventListener('abort', abort);
      this.#running.delete(running);
    }
  }

  closed(uri: string): void {
    for (const running of this.#running) if (running.uri === uri) running.controller.abort();
  }
}
