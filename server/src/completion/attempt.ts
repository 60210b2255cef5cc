import type { Cursor } from './cursor.ts';
import type { Shown } from './user/shown.ts';

/** A request on its way through the steps. */
export interface Attempt {
  readonly cursor: Cursor;
  /** The suggestion shown when the request came. */
  readonly shown: Shown | undefined;
  /** True for the first request after “Regenerate”: a new answer in place of the one shown. */
  readonly isFresh: boolean;
  /** True if the user asked for it: invoked, or after “Regenerate”. */
  readonly isUserInitiated: boolean;
}
