import type { ChartData, Series } from './series.ts';

/** One line as it is drawn. */
export interface Line extends Series {
  readonly width: number;
  readonly alpha: number;
  /** True if it goes on over moments without a value. */
  readonly isJoined: boolean;
}

/** The lines of a chart: each series as it is, and once more, thin and joined over moments without data. */
export const linesOf = ({ series }: ChartData): Line[] => [
  ...series.map((each) => ({ ...each, width: 2, alpha: 1, isJoined: false })),
  ...series.map((each) => ({ ...each, width: 1, alpha: 0.5, dash: [], isJoined: true })),
];

/** The places of values that have none beside them: between gaps there is no line to be seen. */
export function lonely({ values, isJoined }: Line): number[] {
  if (isJoined) return [];
  const isThere = (index: number) => (values[index] ?? null) !== null;
  return [...values.keys()].filter(
    (index) => isThere(index) && !isThere(index - 1) && !isThere(index + 1),
  );
}
