import type { Disposable } from './disposable.ts';

/** Time as a dependency: production uses `systemClock`, tests a clock that obeys. */
export interface Clock {
  /** Wall clock, epoch milliseconds. Only for what is shown or persisted; it may jump. */
  now(): number;
  /** Milliseconds from an arbitrary origin, never going back. For every wait and duration. */
  monotonic(): number;
  /** Calls `callback` once after `delayMs`; disposing before that prevents the call. */
  after(delayMs: number, callback: () => void): Disposable;
  /** Calls `callback` in the next turn of the event loop, after what has arrived meanwhile. */
  soon(callback: () => void): void;
}

/** The process's own time. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: Date.now,
  monotonic: performance.now.bind(performance),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    timer.unref();
    return { dispose: clearTimeout.bind(undefined, timer) };
  },
  soon: (callback) => void setImmediate(callback),
};

/** Resolves `true` after `delayMs`, or `false` as soon as `signal` aborts. Never rejects. */
export function delay(clock: Clock, delayMs: number, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return Promise.resolve(false);
  return new Promise((resolve) => {
    const onAbort = () => {
      timer.dispose();
      resolve(false);
    };
    const timer = clock.after(delayMs, () => {
      signal.removeEventListener('abort', onAbort);
      resolve(true);
    });
    signal.addEventListener('abort', onAbort, { once: true });
  });
}

/** Resolves in the next turn of the event loop. */
export const nextTurn = (clock: Clock): Promise<void> =>
  new Promise((resolve) => clock.soon(resolve));
