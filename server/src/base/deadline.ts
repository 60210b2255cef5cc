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

/**
 * Settles as `work` does, or resolves after `ms` milliseconds while that goes on; a rejection after that is unhandled, as
 * that of work for which nobody waits.
 */
export function settledWithin(clock: Clock, ms: number, work: Promise<unknown>): Promise<void> {
  return new Promise((resolve, reject) => {
    let isOver = false;
    const timer = clock.after(ms, () => {
      isOver = true;
      resolve();
    });
    const settle = (how: () => void) => {
      timer.dispose();
      how();
    };
    void work.then(
      () => settle(resolve),
      (error: unknown) => {
        if (isOver) throw error;
        settle(() => reject(error));
      },
    );
  });
}
