import type { Bench } from '../support/bench.ts';
import { h2 } from './h2.ts';
import { overhead } from './overhead.ts';
import { streams } from './streams.ts';
import { freeTier, outage, refusals } from './virtual.ts';

/** The request path beside a bare client, and under what servers do to it. Judged by what the server saw. */
export const requests: Bench = {
  name: 'requests',
  run: async () => [
    ...(await overhead()),
    ...(await streams()),
    ...(await h2()),
    ...(await outage()),
    ...(await freeTier()),
    ...(await refusals()),
  ],
};
