import type { Bench } from '../support/bench.ts';
import { faults } from './faults.ts';
import { freeTier } from './freeTier.ts';
import { sharing } from './sharing.ts';

/** The windows of one machine: with an engine each, and through one gateway that all of them share (ADR 24). */
export const windows: Bench = {
  name: 'windows',
  run: async () => [...(await sharing()), ...(await faults()), ...(await freeTier())],
};
