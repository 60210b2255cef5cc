import { pressureRemedies, pressureText } from '../server/src/protocol/pressureTexts.ts';
import type { MetricsSnapshot } from '../server/src/protocol/snapshot.ts';
import type { Section } from './sections.ts';

/** Says how the server gives way to save memory, and what helps; nothing while it does not. */
export function pressure(snapshot: Pick<MetricsSnapshot, 'pressure'>): Section[] {
  const { pressure: state } = snapshot;
  if (state === undefined) return [];
  const notices = pressureRemedies(snapshot).map((remedy) => ({
    title: `Short of memory since ${new Date(state.since).toLocaleTimeString()}`,
    text: pressureText(state) ?? '',
    tone: 'warning' as const,
    remedy,
  }));
  return notices.length === 0 ? [] : [{ kind: 'notices', title: 'Memory', notices }];
}
