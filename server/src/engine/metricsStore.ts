import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { MetricsHistory } from '../storage/metricsHistory.ts';
import { openOrAnew } from '../storage/sqliteDriver.ts';

/** Where history outlives the process: a file that all windows of an editor share; `undefined` where none can be. */
export function metricsStore(folder: string, newId: () => string): MetricsHistory | undefined {
  const path = join(folder, 'metrics.sqlite');
  try {
    mkdirSync(folder, { recursive: true });
    return openOrAnew(path, () => new MetricsHistory(path, newId()));
  } catch {
    // A read-only place: history ends with the process, then.
    return undefined;
  }
}
