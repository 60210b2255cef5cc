import { type MetricsEvent, Recorder } from '../../server/src/metrics/collect/recorder.ts';
import type { Tally } from '../../server/src/metrics/collect/tally.ts';
import {
  type Findings,
  type LiveState,
  takeSnapshot,
} from '../../server/src/metrics/export/snapshot.ts';
import type { MetricsSnapshot } from '../../server/src/protocol/snapshot.ts';

/** Returns the state that is read live, with the changes of a test. */
export const aLiveState = (changes: Partial<LiveState> = {}): LiveState => ({
  at: 0,
  uptimeSeconds: 1,
  enabled: true,
  trusted: true,
  tiers: { memory: { entries: 0, bytes: 0 } },
  endpoints: [],
  choices: [],
  workspace: { state: 'ready', files: 7, tokens: 0 },
  warming: { state: 'on', precision: null },
  process: { cpu: 0.01, memory: 0.1, residentBytes: 100_000_000 },
  ...changes,
});

/** Returns the tally of some events. */
export function aTally(events: readonly MetricsEvent[]): Tally {
  const recorder = new Recorder();
  for (const event of events) recorder.record(event);
  return recorder.tally;
}

/** A snapshot after some events, with whatever the test changes of what is read live and found out. */
export function aSnapshot(
  events: readonly MetricsEvent[] = [],
  live: Partial<LiveState> = {},
  findings: Partial<Findings> = {},
): MetricsSnapshot {
  const total = aTally(events);
  const nothing = { alerts: [], recommendations: [], activity: [], recent: [], settings: [] };
  const found = { ...nothing, ...findings };
  return takeSnapshot({ total, day: total, ...found }, aLiveState(live));
}

export const anEndpointState = (changes: Partial<LiveState['endpoints'][number]> = {}) => ({
  id: 'first',
  state: 'closed' as const,
  lastError: null,
  inFlight: 0,
  waiting: 0,
  waitMs: 0,
  budget: { minute: null, day: null },
  ...changes,
});
