import type { Bench } from '../support/bench.ts';
import { gateway } from './gateway.ts';
import { h2 } from './h2.ts';
import { ADDED_P99, overhead } from './overhead.ts';
import { sharedBudget } from './sharedBudget.ts';
import { QUICK_CALLERS, streams } from './streams.ts';
import { freeTier, outage, refusals } from './virtual.ts';

/** The request path beside a bare client, and under what servers do to it. Judged by what the server saw. */
export const requests: Bench = {
  name: 'requests',
  run: async () => {
    const measured = [...(await overhead()), ...(await streams())];
    const measure = (name: string) => measured.find((each) => each.name === name)?.value ?? 0;
    const ours = {
      addedP99: measure(ADDED_P99),
      perSecond: measure(QUICK_CALLERS),
    };
    return [
      ...measured,
      ...(await gateway(ours)),
      ...(await h2()),
      ...(await outage('refuses')),
      ...(await outage('hangs')),
      ...(await freeTier()),
      ...(await refusals()),
      ...(await sharedBudget()),
    ];
  },
};
