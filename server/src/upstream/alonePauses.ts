/** How long the breaker of an endpoint stays open at most where there is no other one. */
const OPEN_ALONE_MS = 2_000;
/** After so many openings in a row that grows, too, up to the second. */
const QUICK_OPENINGS = 8;
const MAX_OPEN_ALONE_MS = 30_000;
/** A request to a server that cannot be reached sends nothing: it is no more than a look whether it is back. */
const UNREACHABLE_ALONE_MS = 1_000;

/** The pause of a breaker where there is nobody else to ask, in milliseconds; `isDown` where the server cannot be reached. */
export const aloneMs = (openings: number, isDown: boolean): number =>
  isDown
    ? UNREACHABLE_ALONE_MS
    : Math.min(MAX_OPEN_ALONE_MS, OPEN_ALONE_MS * 2 ** Math.max(0, openings - QUICK_OPENINGS));
