/** The result of one item of a batch; `left` for one that had not begun when the signal aborted. */
export type BatchResult<Result> =
  | { readonly kind: 'done'; readonly value: Result }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'left' };

export interface BatchOptions {
  /** Most that run at once; a function is asked each time that one may begin. */
  readonly size: number | (() => number);
  readonly signal: AbortSignal;
  /** Told after each one how many have ended. */
  readonly onProgress?: (ended: number) => void;
}

/**
 * Runs many, some at a time, and gives what came of each in the order of the items. One that fails does not touch the others;
 * an abort ends those that run, as far as they listen to their signal, and begins no more. Never rejects.
 */
export async function inBatches<Item, Result>(
  items: readonly Item[],
  run: (item: Item, signal: AbortSignal) => Promise<Result>,
  { size, signal, onProgress }: BatchOptions,
): Promise<BatchResult<Result>[]> {
  const results: BatchResult<Result>[] = items.map(() => ({ kind: 'left' }));
  let next = 0;
  let ended = 0;
  let running = 0;
  const most = typeof size === 'number' ? () => size : () => Math.max(1, size());
  const work = async (): Promise<void> => {
    running++;
    const others: Promise<void>[] = [];
    while (next < items.length && !signal.aborted && running <= most()) {
      const index = next++;
      const own = run(items[index] as Item, signal).then(
        (value) => ({ kind: 'done', value }) as const,
        (error) => ({ kind: 'failed', error }) as const,
      );
      while (next < items.length && !signal.aborted && running < most()) others.push(work());
      results[index] = await own;
      onProgress?.(++ended);
    }
    running--;
    await Promise.all(others);
  };
  await work();
  return results;
}
