import { beforeSelected, type Cursor, selectedRest } from './cursor.ts';
import type { RoomyPlace } from './postprocess/filter.ts';
import { type Fitted, fitAgain, fitTo } from './postprocess/index.ts';
import type { Standing } from './standing.ts';
import type { Remembered } from './suggestion.ts';

/** A suggestion's text as a place shows it. */
export interface Shown extends Fitted {
  /** Whether all that is left of what stands fits: it stays whole or goes. */
  readonly isWhole: boolean;
}

/** Where what is left of a suggestion is to be shown. */
interface ShownPlace extends RoomyPlace {
  readonly cursor: Cursor;
}

/**
 * Fits what is left of a suggestion; of one that stands, as much as was chosen when it came. The suggest widget's item is
 * fitted with it, so that what that closes twice is covered, as long as all of the item stays.
 */
export function shownAt(
  place: ShownPlace,
  remembered: Remembered,
  standing: Standing | undefined,
): Shown {
  const added = selectedRest(place.cursor);
  if (added !== '') {
    const cursor = beforeSelected(place.cursor);
    const { text, chosen, ...shown } = fitted({ ...place, cursor }, added, remembered, standing);
    if (text.startsWith(added)) {
      return { ...shown, text: text.slice(added.length), chosen: chosen.slice(added.length) };
    }
  }
  return fitted(place, '', remembered, standing);
}

function fitted(
  place: RoomyPlace,
  added: string,
  { suggestion, rest }: Remembered,
  standing: Standing | undefined,
): Shown {
  const from = suggestion.text.length - rest.length;
  if (standing === undefined || standing.shownEnd <= from) {
    return { ...fitTo(added + rest, place), isWhole: true };
  }
  const chosen = added + rest.slice(0, standing.chosenEnd - from);
  const left = added + rest.slice(0, standing.shownEnd - from);
  const again = fitAgain(chosen, place);
  return { ...again, isWhole: again.text.startsWith(left) };
}
