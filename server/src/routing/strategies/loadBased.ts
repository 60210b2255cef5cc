import { greatest, type Strategy } from '../strategy.ts';

/** The one with most budget and room left: several small budgets are spent evenly, and none runs out while another is full. */
export const loadBased = (random: () => number): Strategy => ({
  choose: (candidates) =>
    greatest(
      candidates,
      random,
      ({ budget, inFlight, slots, weight }) => budget * Math.max(0, 1 - inFlight / slots) * weight,
    ),
  heard: () => undefined,
});
