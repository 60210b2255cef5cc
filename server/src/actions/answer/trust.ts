import { type Draft, isWhole } from './draft.ts';
import { endsInCommon } from './likeness.ts';
import { solid } from './line.ts';
import { endsOddly, isOdd } from './odd.ts';
import type { Laid } from './rebase.ts';

/** Lines that may be new or changed where the answer is sure, of a short block, and as a share of a longer one. */
const MAX_CHANGED_LINES = 3;
const MAX_CHANGED_SHARE = 0.3;

/** How much of the only line of a block must stay at its ends: nothing else tells that it is the same line. */
const MIN_LONELY_SHARE = 0.5;

/** Why an answer should be looked at before it is applied. */
type Doubt =
  /** It does not begin and end as the block does, or leaves lines out. */
  | 'leavesOut'
  | 'changesMuch'
  /** Lines stand deeper or less deep than before. */
  | 'moves'
  | 'endsOddly'
  /** It stands at another place of the document, word by word. */
  | 'elsewhere'
  /** It changes what no tool pointed at, or not what one pointed at. */
  | 'besideTrouble'
  | 'odd';

/** Returns the reason why an answer is unsure; `undefined` for one that may be applied without review. */
export function doubtOf(draft: Draft, laid: readonly Laid[]): Doubt | undefined {
  const { pairs, old } = draft;
  if (!isWhole(draft) || pairs.length < old.length) return 'leavesOut';
  const changed = pairs.filter(({ likeness }) => likeness < 1);
  const count = changed.length + laid.length - pairs.length;
  if (count > Math.max(MAX_CHANGED_LINES, MAX_CHANGED_SHARE * old.length)) return 'changesMuch';
  if (old.length === 1 && lonelyShare(draft) < MIN_LONELY_SHARE) return 'changesMuch';
  if (laid.some(({ isMoved }) => isMoved)) return 'moves';
  if (endsOddly(draft, laid)) return 'endsOddly';
  if (isOfAnotherPlace(draft)) return 'elsewhere';
  // A tool points at what is wrong: where that stays, something else was changed.
  const isTroubled = (place: number) => draft.diagnosticLines.includes(old[place]?.index ?? -1);
  const isNear = (place: number) => isBesideTrouble(draft, place);
  const isPlaced =
    changed.length > 0 &&
    changed.every((pair) => isTroubled(pair.old)) &&
    newPlaces(laid).every((place) => isNear(place) || isNear(place - 1));
  if (!isPlaced) return 'besideTrouble';
  return laid.some((line, index) => isOdd(draft, laid, line, index)) ? 'odd' : undefined;
}

const lonelyShare = ({ old, now }: Draft): number =>
  endsInCommon(old[0]?.text ?? '', now[0]?.text ?? '');

/** Between which of the block's lines new ones stand: the number of the one below. */
function newPlaces(laid: readonly Laid[]): number[] {
  let above = -1;
  return laid.flatMap(({ old }) => {
    if (old !== undefined) above = old;
    return old === undefined ? [above + 1] : [];
  });
}

/** True for a line with diagnostic and for its neighbours, by its place among the lines with code. */
function isBesideTrouble({ old, diagnosticLines }: Draft, place: number): boolean {
  const [above, below] = [old[place - 1]?.index ?? -1, old[place + 1]?.index ?? Infinity];
  return diagnosticLines.some((line) => line >= above && line <= below);
}

/** True if the answer is what stands at another place of the document, word by word. */
export function isOfAnotherPlace({ document, first, block, now }: Draft): boolean {
  const others = [...document.slice(0, first), '\0', ...document.slice(first + block.length)];
  const texts = solid(others).map(({ text }) => text);
  return texts.some((_, start) => now.every(({ text }, index) => texts[start + index] === text));
}
