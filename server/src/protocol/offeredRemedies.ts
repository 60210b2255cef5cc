import type { Remedy } from './advice.ts';
import { pressureRemedies } from './pressureTexts.ts';
import type { MetricsSnapshot } from './snapshot.ts';
import { undoRemedies } from './tuningRemedies.ts';
import { warmingRemedies } from './warmingTexts.ts';

/** All buttons that a snapshot gives its reader. */
export const offeredRemedies = (snapshot: MetricsSnapshot): Remedy[] => [
  ...[...snapshot.alerts, ...snapshot.recommendations].flatMap(({ remedy }) => remedy ?? []),
  ...pressureRemedies(snapshot),
  ...undoRemedies(snapshot),
  ...warmingRemedies(snapshot),
];
