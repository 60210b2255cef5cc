import { isRising, NUMBERED } from '../../domain/wrapping/numbered.ts';
import { overlap } from './likeness.ts';
import { isBlank, type Solid, solid } from './line.ts';

/** A line's number where one line alone must tell. */
const SURELY_NUMBERED = /^[ \t]*(?:[>*→] ?)?L?(\d{1,6})(?:\t| ?[:|│┃→](?![:=]))/;

/** Lines without the numbers in front of them, where there are some and the block is more like them then. */
export function withoutGutter(lines: readonly string[], block: readonly Solid[]): string[] {
  const numbers = lines.flatMap((line) => {
    const number = isBlank(line) ? undefined : NUMBERED.exec(line)?.[1];
    return number === undefined ? [] : [Number(number)];
  });
  const isAll = numbers.length === solid(lines).length && numbers.length > 0;
  if (!isAll || !isRising(numbers)) return [...lines];
  const isPlain = lines.some(hasGutter) && !block.some(({ text }) => NUMBERED.test(text));
  if (numbers.length === 1 && !isPlain) return [...lines];
  const bare = lines.map((line) => line.slice(NUMBERED.exec(line)?.[0].length ?? 0));
  // One blank belongs to the number where all lines have it.
  const hasBlank = bare.every((line) => line === '' || line.startsWith(' '));
  const clean = hasBlank ? bare.map((line) => line.slice(1)) : bare;
  const isInBlock = block.some(({ text }) => Number(NUMBERED.exec(text)?.[1]) === numbers[0]);
  const gain = overlap(solid(clean), block) - overlap(solid(lines), block);
  return gain > 0 || (gain === 0 && !isInBlock) ? clean : [...lines];
}

/** True for a line that still begins with a number of its own. */
export const hasGutter = (line: string): boolean => SURELY_NUMBERED.test(line);
