import { greatest, type Strategy } from '../strategy.ts';

/** The one with the fewest requests under way, by weight. With two to four endpoints all are compared, where others draw two by chance. */
export const leastConnections = (random: () => number): Strategy => ({
  choose: (candidates) =>
    greatest(candidates, random, ({ inFlight, weight }) => -(inFlight + 1) / weight),
  heard: () => undefined,
});
