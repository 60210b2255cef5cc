import type { Bench } from '../support/bench.ts';
import { coalescing } from './coalescing.ts';
import { codec } from './codec.ts';
import { disk } from './disk.ts';
import { faults } from './faults.ts';
import { memory } from './memory.ts';
import { policies } from './policies.ts';
import { prose } from './prose.ts';
import { redis } from './redis.ts';

/** The cache: every tier beside its bare parts and beside its peers, in one process. */
export const cache: Bench = {
  name: 'cache',
  run: async () => [
    ...(await memory()),
    ...(await redis()),
    ...(await disk()),
    ...(await coalescing()),
    ...(await faults()),
    ...policies(),
    ...prose(),
    ...(await codec()),
  ],
};
