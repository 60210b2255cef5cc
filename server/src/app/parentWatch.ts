import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';

/** How often a process is looked for, in milliseconds. */
const INTERVAL_MS = 1_000;

/** Calls `onGone` once when no process has that number any more. */
export function watchParent(
  processId: number,
  clock: Clock,
  isAlive: (processId: number) => boolean,
  onGone: () => void,
): Disposable {
  let timer: Disposable | undefined;
  const look = () => {
    timer = clock.after(INTERVAL_MS, () => (isAlive(processId) ? look() : onGone()));
  };
  look();
  return { dispose: () => timer?.dispose() };
}

/** True if there is a process of that number, be it another user's. */
export function isProcessAlive(processId: number): boolean {
  try {
    // Signal 0 asks, and does nothing (kill(2)).
    return process.kill(processId, 0);
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}
