/** A change that is turned back within so many minutes is one too many. */
const FLAP_MINUTES = 10;
/** Load that has changed by so much is a reason: the policy's own step. */
const STEP = 1.25;

/** A change of a number at a minute, and the one in the other direction that it turned back. */
interface Turn {
  readonly at: number;
  readonly before: number;
  readonly isUp: boolean;
}

/** Of the changes of a number over minutes those that came less than ten minutes after one in the other direction. */
export function turnedBack(workers: readonly number[]): Turn[] {
  const changes = workers.flatMap((count, at) => {
    const by = count - (workers[at - 1] ?? count);
    return by === 0 ? [] : [{ at, isUp: by > 0 }];
  });
  return changes.flatMap(({ at, isUp }, index) => {
    const other = changes.slice(0, index).findLast((each) => each.isUp !== isUp);
    const isSoon = other !== undefined && at - other.at < FLAP_MINUTES;
    return isSoon ? [{ at, before: other.at, isUp }] : [];
  });
}

/** How many of them had no reason in the load: the number that was `needed` had not turned by a quarter meanwhile. */
export const flapsOf = (workers: readonly number[], needed: readonly number[]): number =>
  turnedBack(workers).filter(({ at, before, isUp }) => {
    // Each number was chosen by the minute before it.
    const [then, now] = [needed[before - 1] ?? 0, needed[at - 1] ?? 0];
    return isUp ? now < then * STEP : then < now * STEP;
  }).length;
