import type { Grant } from './sharedBudget.ts';

/**
 * Amounts are kept as whole millionths: sums of money are exact in them, in whatever order they are added, and by whomever (SQLite,
 * Lua and JavaScript count whole numbers up to 2^53 alike). Less than half a millionth is nothing.
 */
export const MICROS = 1_000_000;
/** The most that is taken at once. */
const MAX_TAKEN = 1_000_000_000 * MICROS;
/** A larger limit is none, and nobody can have spent more of it. */
export const MAX_MICROS = 9_000_000_000 * MICROS;

/** An amount as whole millionths; throws `RangeError` for one that nobody can spend. */
function toMicros(amount: number): number {
  const micros = Math.round(amount * MICROS);
  if (Math.abs(micros) <= MAX_TAKEN) return micros;
  throw new RangeError('An amount is too large, or none');
}

/** The same for what is taken, which is no less than nothing. */
export function takenMicros(amount: number): number {
  const micros = toMicros(amount);
  if (micros >= 0) return micros;
  throw new RangeError('An amount that is taken is less than nothing');
}

export const limitMicros = (limit: number): number =>
  Math.min(MAX_MICROS, Math.round(limit * MICROS));

/** The part of an allowance that is left, as those who asked count it. */
export const asAmount = (micros: number): number => Math.max(0, micros) / MICROS;

/**
 * A grant of what was taken, in millionths: `add` changes what was taken of each allowance. No more is ever given back than is held
 * by this grant, and what could not be told is held.
 */
export function granted(
  remaining: readonly number[],
  taken: readonly number[],
  add: (micros: readonly number[]) => Promise<void>,
): Grant {
  const held = [...taken];
  const change = async (micros: readonly number[]): Promise<void> => {
    const changes = held.map((each, index) => Math.max(-each, micros[index] ?? 0));
    if (changes.every((each) => each === 0)) return;
    const apply = (sign: 1 | -1) => {
      for (const [index, each] of changes.entries()) held[index] = (held[index] ?? 0) + sign * each;
    };
    apply(1);
    try {
      await add(changes);
    } catch (error) {
      apply(-1);
      throw error;
    }
  };
  return {
    waitMs: 0,
    remaining,
    correct: (amounts) => change(amounts.map(toMicros)),
    giveBack: () => change(held.map((each) => -each)),
  };
}
