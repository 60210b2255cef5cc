import { type MetricsEvent, Recorder } from '../../server/src/metrics/recorder.ts';
import { type LiveState, takeSnapshot } from '../../server/src/metrics/snapshot.ts';
import type { MetricsSnapshot } from '../../server/src/protocol/snapshot.ts';

/** A snapshot after some events, with whatever the test changes of what is read live. */
export function aSnapshot(
  events: readonly MetricsEvent[] = [],
  live: Partial<LiveState> = {},
): MetricsSnapshot {
  const recorder = new Recorder();
  for (const event of events) recorder.record(event);
  return takeSnapshot(recorder, {
    at: 0,
    uptimeSeconds: 1,
    enabled: true,
    tiers: { memory: { entries: 0, bytes: 0 } },
    endpoints: [],
    workspace: { state: 'ready', files: 7, tokens: 0 },
    ...live,
  });
}

export const anEndpointState = (changes: Partial<LiveState['endpoints'][number]> = {}) => ({
  id: 'first',
  state: 'closed' as const,
  lastError: null,
  inFlight: 0,
  waiting: 0,
  budget: { minute: null, day: null },
  ...changes,
});
