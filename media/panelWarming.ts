import type { MetricsSnapshot } from '../server/src/protocol/snapshot.ts';
import {
  stoppedText,
  WARMED_COLUMNS,
  warmedCells,
  warmingRemedies,
} from '../server/src/protocol/warmingTexts.ts';
import { percent } from '../server/src/protocol/wording.ts';
import type { Section } from './sections.ts';

/** All that was prepared ahead of need, and what became of it; nothing as long as nothing was. */
export function warming(snapshot: Pick<MetricsSnapshot, 'warming' | 'upstream'>): Section[] {
  const { state, rows, calls, precision } = snapshot.warming;
  const text = stoppedText(snapshot.warming) ?? '';
  const notices = warmingRemedies(snapshot).map((remedy) => ({
    title: 'Warming ahead is off',
    text,
    tone: 'info' as const,
    remedy,
  }));
  const stopped: Section[] =
    notices.length === 0 ? [] : [{ kind: 'notices', title: 'Warming', notices }];
  if (state === 'off' || rows.length === 0) return stopped;
  const ahead =
    precision === null ? '' : `; of those ahead ${percent(precision)} were used of late`;
  const prompts = `prompts read ahead: ${snapshot.upstream.readAheads}`;
  const title = `Prepared answers (model calls: ${calls}, ${prompts}${ahead})`;
  return [
    { kind: 'table', title, columns: WARMED_COLUMNS, rows: rows.map(warmedCells) },
    ...stopped,
  ];
}
