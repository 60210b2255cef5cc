import { PRESSURE_TEXTS } from '../server/src/protocol/pressure.ts';
import type { MetricsSnapshot } from '../server/src/protocol/snapshot.ts';
import { duration, percent } from '../server/src/protocol/wording.ts';
import type { Section } from './sections.ts';

const SETTING = 'aurelis.limits.memoryMegabytes';

/** Says how the server gives way to save memory, and what helps; nothing while it does not. */
export function pressure({ pressure: state }: Pick<MetricsSnapshot, 'pressure'>): Section[] {
  if (state === undefined || state.level === 'calm') return [];
  const notice = {
    title: `Short of memory for ${duration(state.sinceMs)}`,
    text: `${percent(state.share)} of the memory that Aurelis may use is in use. ${PRESSURE_TEXTS[state.level]} Close files that you do not need, or allow it more.`,
    tone: 'warning',
    remedy: { kind: 'openSettings', title: 'Open Settings', setting: SETTING },
  } as const;
  return [{ kind: 'notices', title: 'Memory', notices: [notice] }];
}
