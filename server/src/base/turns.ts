import type { Clock } from './clock.ts';

/** Work that is divided into pieces of some milliseconds; it says by `yield` where it may rest. */
export type Pieces<Result> = Generator<void, Result>;

/** Does work piece by piece, and lets the event loop turn between two. The result of work of one piece is returned as it is, without a promise. */
export function inTurns<Result>(
  work: Pieces<Result>,
  soon: Clock['soon'],
): Result | Promise<Result> {
  const { done, value } = work.next();
  return done === true ? value : theRest(work, soon);
}

async function theRest<Result>(work: Pieces<Result>, soon: Clock['soon']): Promise<Result> {
  for (;;) {
    await new Promise<void>((resolve) => soon(resolve));
    const { done, value } = work.next();
    if (done === true) return value;
  }
}

/** Does all of the work at once. */
export function atOnce<Result>(work: Pieces<Result>): Result {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
  }
}
