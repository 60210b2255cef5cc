import { getHeapStatistics } from 'node:v8';
import type { Clock } from '../../base/clock.ts';
import type { MetricsSnapshot } from '../../protocol/snapshot.ts';

/** A share over a shorter time says little. */
const LEAST_MS = 5_000;

/** Returns a function that reads this process's resource usage: its share of one core is that of some seconds before. */
export function processUsage(clock: Clock): () => MetricsSnapshot['process'] {
  let at = clock.monotonic();
  let before = process.cpuUsage();
  let cpu = 0;
  return () => {
    const elapsedMs = clock.monotonic() - at;
    if (elapsedMs >= LEAST_MS) {
      const { user, system } = process.cpuUsage(before);
      cpu = (user + system) / 1000 / elapsedMs;
      at = clock.monotonic();
      before = process.cpuUsage();
    }
    const { heap_size_limit: limit, used_heap_size: used } = getHeapStatistics();
    return { cpu, memory: used / limit, residentBytes: process.memoryUsage.rss() };
  };
}
