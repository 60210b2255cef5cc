/** How a figure behaves over the points at which it was read. */
export interface Flatness {
  /** The median of the last third less that of the first. */
  readonly change: number;
  /** The change from the first to the last on the straight line through all (least squares). */
  readonly trend: number;
}

/** How flat a row of values is that were read at equal distances. */
export function flatnessOf(values: readonly number[]): Flatness {
  const count = values.length;
  const middle = (count - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  let [products, squares] = [0, 0];
  for (const [at, value] of values.entries()) {
    products += (at - middle) * (value - mean);
    squares += (at - middle) ** 2;
  }
  const slope = squares === 0 ? 0 : products / squares;
  const third = Math.max(1, Math.floor(count / 3));
  const change = medianOf(values.slice(-third)) - medianOf(values.slice(0, third));
  return { change, trend: slope * (count - 1) };
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const [low = 0, high = 0] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return (low + high) / 2;
}
