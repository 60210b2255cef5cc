import type { Activity } from '../../protocol/snapshot.ts';
import type { MetricsEvent } from './recorder.ts';

/** How many are kept. */
const KEPT = 20;

/** The kinds of events that a person sees as activity. */
export const ACTIVITY: ReadonlySet<MetricsEvent['kind']> = new Set<MetricsEvent['kind']>([
  'completionServed',
  'completionAccepted',
  'actionAnswered',
  'answered',
  'failed',
  'cancelled',
  'tierDown',
  'tierUp',
  'tierSetAside',
]);

/** The latest events, newest first: kinds, durations and names from the settings, never a text. */
export class ActivityLog {
  #entries: readonly Activity[] = [];

  get entries(): readonly Activity[] {
    return this.#entries;
  }

  /** `at` is epoch milliseconds. */
  observe(event: MetricsEvent, at: number): void {
    const what = describe(event);
    if (what !== undefined) this.#entries = [{ at, ...what }, ...this.#entries.slice(0, KEPT - 1)];
  }
}

function describe(event: MetricsEvent): Omit<Activity, 'at'> | undefined {
  switch (event.kind) {
    case 'completionServed':
      return { kind: 'suggested', from: event.from, ms: event.ms };
    case 'completionAccepted':
      return { kind: 'accepted' };
    case 'actionAnswered':
      return { kind: 'action', from: event.from, ms: event.ms };
    case 'answered': {
      const { endpointId: endpoint, ms, usage } = event;
      return { kind: 'answered', endpoint, ms, tokens: usage.inputTokens + usage.outputTokens };
    }
    case 'failed':
      return { kind: 'failed', endpoint: event.endpointId, error: event.error };
    case 'cancelled':
      return { kind: 'cancelled', endpoint: event.endpointId };
    case 'tierDown':
    case 'tierUp':
    case 'tierSetAside':
      return { kind: event.kind, from: event.tier };
    default:
      return undefined;
  }
}
