import type { Clock } from './clock.ts';

/** Work that took longer than it may. */
class DeadlineError extends Error {
  constructor(ms: number) {
    super(`Not done within ${ms} ms`);
    this.name = 'DeadlineError';
  }
}

/**
 * Settles as `work` does, or rejects with `DeadlineError` after `ms` milliseconds, when the signal that the
 * work was given aborts, too.
 */
export function withDeadline<Result>(
  clock: Clock,
  ms: number,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  return new Promise((resolve, reject) => {
    const timer = clock.after(ms, () => {
      reject(new DeadlineError(ms));
      controller.abort();
    });
    work(controller.signal)
      .finally(() => timer.dispose())
      .then(resolve, reject);
  });
}
