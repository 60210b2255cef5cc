import type { RoomyPlace } from './postprocess/filter.ts';
import { type Fitted, fitAgain, fitTo } from './postprocess/index.ts';
import type { Standing } from './standing.ts';
import type { Remembered } from './suggestion.ts';

/** A suggestion's text as a place shows it. */
export interface Shown extends Fitted {
  /** Whether all that is left of what stands fits: it stays whole or goes. */
  readonly isWhole: boolean;
}

/** Fits what is left of a suggestion; of one that stands, as much as was chosen when it came. */
export function shownAt(
  place: RoomyPlace,
  { suggestion, rest }: Remembered,
  standing: Standing | undefined,
): Shown {
  const from = suggestion.text.length - rest.length;
  if (standing === undefined || standing.shownEnd <= from) {
    return { ...fitTo(rest, place), isWhole: true };
  }
  const chosen = rest.slice(0, standing.chosenEnd - from);
  const left = rest.slice(0, standing.shownEnd - from);
  const fitted = fitAgain(chosen, place);
  return { ...fitted, isWhole: fitted.text.startsWith(left) };
}
