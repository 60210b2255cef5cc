/** Largest seed: fast-check takes integers of 32 bits, signed. */
const MAX_SEED = 2 ** 31 - 1;

/** A seed by chance; `random` gives numbers in [0, 1). */
export const randomSeed = (random: () => number): number => Math.floor(random() * (MAX_SEED + 1));

/** The seed that a variable holds, or one by chance where it is not set. Throws where it holds no seed. */
export function seedFrom(held: string | undefined, random: () => number): number {
  if (held === undefined) return randomSeed(random);
  const seed = Number(held);
  if (/^\d+$/.test(held) && seed <= MAX_SEED) return seed;
  throw new Error(`AURELIS_SEED must be a whole number from 0 to ${MAX_SEED}, not "${held}".`);
}
