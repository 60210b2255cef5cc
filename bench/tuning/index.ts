import type { Bench, Measured } from '../support/bench.ts';
import { cost } from './cost.ts';
import { ghostKnobs } from './ghostKnobs.ts';
import { liveKnobs } from './liveKnobs.ts';
import { waits } from './waits.ts';

/**
 * Tuning: what is won back of a mistuned knob, how soon harm ends, and what it costs; in virtual time, over the product's own cache,
 * stages and tuner. Sessions for `tune` served to choose its constants, those for `judge` are only measured.
 */
export const tuning: Bench = {
  name: 'tuning',
  async run(): Promise<readonly Measured[]> {
    const measured = [
      ...(await cost()),
      ...liveKnobs(),
      ...(await waits()),
      ...(await ghostKnobs()),
    ];
    if (!measured.some(({ name }) => name.includes('won back')))
      throw new Error('Nothing was mistuned: there is nothing to measure');
    return measured;
  },
};
