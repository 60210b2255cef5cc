/** How much the server gives way to save memory; each level does what those before it do, too. */
export type PressureLevel = 'calm' | 'shrink' | 'spare' | 'drop';

/** The levels, and the share of the memory that may be used from which each holds. */
const FROM: readonly (readonly [level: PressureLevel, share: number])[] = [
  ['drop', 0.95],
  ['spare', 0.85],
  ['shrink', 0.7],
  ['calm', 0],
];
/** A level is left only so far below its share: or it would come and go with each collection. */
const SLACK = 0.05;

/** The level at a share of the memory, where `before` holds until now. */
export function levelAt(share: number, before: PressureLevel): PressureLevel {
  const [level] = FROM.find(([, from]) => share >= from) ?? ['calm'];
  const isLower = ORDER.indexOf(level) < ORDER.indexOf(before);
  if (!isLower) return level;
  // Down to the lowest level that would be left only further below.
  const [held] = FROM.find(([, from]) => share >= from - SLACK) ?? ['calm'];
  return ORDER.indexOf(held) < ORDER.indexOf(before) ? held : before;
}

const ORDER: readonly PressureLevel[] = ['calm', 'shrink', 'spare', 'drop'];

/** True if one level is the other, or gives way more. */
export const isAtLeast = (level: PressureLevel, least: PressureLevel): boolean =>
  ORDER.indexOf(level) >= ORDER.indexOf(least);
