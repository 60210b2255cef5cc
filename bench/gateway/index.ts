import type { Bench } from '../support/bench.ts';
import { admission } from './admission.ts';
import { faults } from './faults.ts';
import { proxies } from './proxies.ts';
import { seedTable } from './seedTable.ts';
import { shared } from './shared.ts';
import { simulatedDay } from './simulatedDay.ts';

/** The gateway beside others of its kind, when processes die, and over a day. */
export const gateway: Bench = {
  name: 'gateway',
  run: async () => [
    ...(await admission()),
    ...(await simulatedDay()),
    ...(await faults()),
    ...(await shared()),
    ...(await proxies()),
    ...(await seedTable()),
  ],
};
