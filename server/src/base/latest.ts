/**
 * Work that is done again after each call, never twice at once: of the calls that come while it runs, the last one stands for all. Each
 * resolves, or rejects, with a run that has begun after it.
 */
export function latest(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const start = (): Promise<void> => {
    next = undefined;
    const own = run().finally(() => {
      if (running === own) running = undefined;
    });
    running = own;
    return own;
  };
  return () => {
    if (running === undefined) return start();
    // One that failed must not keep the next one away.
    next ??= running.then(start, start);
    return next;
  };
}
