import type { Clock } from '../base/clock.ts';
import { CancelledError } from '../base/errors.ts';
import { type Generation, type GenerationContext, heard } from '../domain/generation.ts';

/** Sends a request to one endpoint. */
export type Ask = (context: GenerationContext) => Promise<Generation>;

export interface Late {
  /** Milliseconds without a word after which a second endpoint is asked. */
  readonly afterMs: number;
  /** Returns how that one is asked; `undefined` if none is to be. */
  readonly second: () => Ask | undefined;
}

/**
 * Asks a second endpoint as well where the first word of the first one is late. Whoever says a word first is kept, and the other is
 * called off at once. Rejects where the first fails in time, or both do.
 */
export async function hedged(
  clock: Clock,
  first: Ask,
  { afterMs, second }: Late,
  context: GenerationContext,
): Promise<Generation> {
  const { promise, resolve, reject } = Promise.withResolvers<Generation>();
  const running = new Set<AbortController>();
  let winner: AbortController | undefined;
  const start = (ask: Ask) => {
    const own = new AbortController();
    running.add(own);
    const win = () => {
      winner ??= own;
      for (const each of running) if (each !== winner) each.abort();
      return winner === own;
    };
    const signal = AbortSignal.any([context.signal, own.signal]);
    ask({ ...context, signal, ...heard(context, win) }).then(
      (generation) => {
        running.delete(own);
        if (win()) resolve(generation);
      },
      (error: unknown) => {
        running.delete(own);
        const isOver = winner === own || running.size === 0;
        if (isOver) reject(context.signal.aborted ? new CancelledError() : error);
      },
    );
  };
  start(first);
  const timer = clock.after(afterMs, () => {
    if (winner !== undefined || running.size === 0) return;
    const other = second();
    if (other !== undefined) start(other);
  });
  return promise.finally(() => timer.dispose());
}
