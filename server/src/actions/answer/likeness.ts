import { countOf, type Solid, shared } from './line.ts';

/** Longer lines are compared by their ends alone. */
const MAX_COMPARED = 1_000;

/** Letters and pairs of letters of a line, to compare it with others. */
export interface Traits {
  readonly text: string;
  readonly size: number;
  readonly counts: Map<string, number>;
}

export function traitsOf(text: string): Traits {
  const isLong = text.length > MAX_COMPARED;
  const parts = isLong ? [] : [...text, ...pairsOf(text)];
  return { text, size: isLong ? text.length : parts.length, counts: countOf(parts) };
}

function* pairsOf(text: string): Generator<string> {
  for (let index = 0; index + 1 < text.length; index++) yield text.slice(index, index + 2);
}

/** How alike two lines are, from 0 to 1: the Dice coefficient of their letters and pairs of letters. */
export function likeness(one: Traits, other: Traits): number {
  if (one.text === other.text) return 1;
  if (one.text.length > MAX_COMPARED || other.text.length > MAX_COMPARED) {
    return endsInCommon(one.text, other.text);
  }
  return (2 * shared(one.counts, other.counts)) / (one.size + other.size);
}

/** Share of a line that is the same at the ends of another: high where one place of it changed. */
export function endsInCommon(one: string, other: string): number {
  const most = Math.min(one.length, other.length);
  let head = 0;
  while (head < most && one[head] === other[head]) head++;
  let tail = 0;
  while (tail < most - head && one.at(-1 - tail) === other.at(-1 - tail)) tail++;
  return (head + tail) / Math.max(one.length, other.length);
}

/** How alike two texts are by the lines they have in common, wherever those stand, from 0 to 1. */
export function overlap(one: readonly Solid[], other: readonly Solid[]): number {
  if (one.length + other.length === 0) return 0;
  const common = shared(countOf(one.map(({ text }) => text)), countOf(other.map(textOf)));
  return (2 * common) / (one.length + other.length);
}

const textOf = ({ text }: Solid): string => text;
