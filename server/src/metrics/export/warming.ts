import type { MetricsSnapshot } from '../../protocol/snapshot.ts';
import { CAUSES } from '../../warming/events.ts';
import type { Tally } from '../collect/tally.ts';
import { key } from '../series/tallySeries.ts';

/** All that was warmed, and what became of it. */
export function warmingIn(
  tally: Tally,
): Pick<MetricsSnapshot['warming'], 'rows' | 'calls' | 'tokens' | 'connected'> {
  const rows = CAUSES.map((cause) => ({
    cause,
    warmed: tally.of(key('warmed', { cause, result: 'warmed' })),
    used: tally.of(key('warmed', { cause, result: 'used' })),
    unused: tally.of(key('warmed', { cause, result: 'unused' })),
  }));
  return {
    rows: rows.filter(({ warmed, used, unused }) => warmed + used + unused > 0),
    calls: tally.of('warmingCalls'),
    tokens: tally.of('warmingTokens'),
    connected: tally.of('connectedAhead'),
  };
}
