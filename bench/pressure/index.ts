import type { Bench } from '../support/bench.ts';
import { heap } from './heap.ts';
import { loop } from './loop.ts';

/** How the server gives way where memory is short, and how long its event loop is kept by large texts. */
export const pressure: Bench = {
  name: 'pressure',
  run: async () => [...(await loop()), ...(await heap())],
};
