import { beforeSelected, type Cursor, selectedRest } from '../cursor.ts';
import type { Remembered } from '../memory/suggestion.ts';
import type { RoomyContext } from '../postprocess/filter.ts';
import { type Fitted, fitAgain, fitTo } from '../postprocess/index.ts';
import type { Shown } from '../user/shown.ts';

/** A suggestion's text as a place shows it. */
export interface FittedSuggestion extends Fitted {
  /** True if all that is left of the suggestion shown fits: it stays whole or goes. */
  readonly isWhole: boolean;
}

/** Where what is left of a suggestion is to be shown. */
interface FittingContext extends RoomyContext {
  readonly cursor: Cursor;
}

/**
 * Fits the rest of a suggestion; of one that is shown already, as much as was chosen when it came. The suggest widget's item
 * is fitted with it, so that what that closes twice is covered, as long as all of the item stays.
 */
export function fitSuggestion(
  place: FittingContext,
  remembered: Remembered,
  shown: Shown | undefined,
): FittedSuggestion {
  const added = selectedRest(place.cursor);
  if (added !== '') {
    const cursor = beforeSelected(place.cursor);
    const { text, chosen, ...left } = fitted({ ...place, cursor }, added, remembered, shown);
    if (text.startsWith(added)) {
      return { ...left, text: text.slice(added.length), chosen: chosen.slice(added.length) };
    }
  }
  return fitted(place, '', remembered, shown);
}

function fitted(
  place: RoomyContext,
  added: string,
  { suggestion, rest }: Remembered,
  shown: Shown | undefined,
): FittedSuggestion {
  const from = suggestion.text.length - rest.length;
  if (shown === undefined || shown.shownEnd <= from) {
    return { ...fitTo(added + rest, place), isWhole: true };
  }
  const chosen = added + rest.slice(0, shown.chosenEnd - from);
  const left = added + rest.slice(0, shown.shownEnd - from);
  const again = fitAgain(chosen, place);
  return { ...again, isWhole: again.text.startsWith(left) };
}
