/** Five keys a second, as people type. */
const KEY_MS = 200;
/** Share of keys before which somebody thinks, and how long that takes. */
const SHORT = { rate: 0.04, fromMs: 1_000, toMs: 4_000 };
const LONG = { rate: 0.01, fromMs: 4_000, toMs: 15_000 };

/** A pause is as long as this at least. */
export const PAUSE_MS = 1_000;

/** The time between one key and the next. */
export function gapMs(random: () => number): number {
  const chance = random();
  const [kind] = [LONG, SHORT].filter(({ rate }) => chance < rate);
  return kind === undefined ? KEY_MS : kind.fromMs + random() * (kind.toMs - kind.fromMs);
}
