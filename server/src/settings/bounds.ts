/** Most values inside one setting, and most UTF-16 units of its texts: more than anybody writes. */
const MAX_VALUES = 5_000;
const MAX_UNITS = 200_000;
const MAX_DEPTH = 8;

/** True for a value that is small enough to be checked. Looks at no more of it than the bounds allow. */
export function isBounded(value: unknown, maxValues = MAX_VALUES): boolean {
  const waiting: { readonly value: unknown; readonly depth: number }[] = [{ value, depth: 0 }];
  let [values, units] = [0, 0];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (++values > maxValues || next.depth > MAX_DEPTH) return false;
    if (typeof next.value === 'string') units += next.value.length;
    if (units > MAX_UNITS) return false;
    if (typeof next.value !== 'object' || next.value === null) continue;
    for (const key in next.value) {
      units += key.length;
      if (waiting.length + values > maxValues) return false;
      const inner = (next.value as Record<string, unknown>)[key];
      waiting.push({ value: inner, depth: next.depth + 1 });
    }
  }
  return units <= MAX_UNITS;
}
