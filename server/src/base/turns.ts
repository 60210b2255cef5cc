import type { Clock } from './clock.ts';

/** Work that is divided into pieces of some milliseconds; it says by `yield` where it may rest. */
export type Pieces<Result> = Generator<void, Result>;

/** Does work piece by piece, and lets the event loop turn between two. Work of one piece is done before this returns. */
export async function inTurns<Result>(work: Pieces<Result>, soon: Clock['soon']): Promise<Result> {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
    await new Promise<void>((resolve) => soon(resolve));
  }
}

/** Does all of the work at once. */
export function atOnce<Result>(work: Pieces<Result>): Result {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
  }
}
