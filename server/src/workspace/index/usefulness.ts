/** How often a user takes a right suggestion while he types into it, at each key: one who does so seldom. */
const ACCEPT_RATE = 0.05;
/** Shorter texts are typed faster than taken. */
const LEAST_TAKEN = 4;
/** The worth of a right suggestion beyond the keys that it saves, in keys: it can be trusted the next time. */
const TRUST = 4;

/** Keys that a right suggestion of a length saves on average. */
function expectedSaving(length: number): number {
  let saving = 0;
  let isThere = 1;
  for (let left = length; left >= LEAST_TAKEN; left--) {
    saving += isThere * ACCEPT_RATE * left;
    isThere *= 1 - ACCEPT_RATE;
  }
  return saving;
}

/** Returns the worth of a suggestion of the given length that is wholly right with the given probability. */
export const usefulness = (length: number, probability: number): number =>
  probability * (TRUST + expectedSaving(length));
