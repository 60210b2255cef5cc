import { constants, type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';
import type { Disposable } from '../base/disposable.ts';
import type { HostTools } from '../engine/hostTools.ts';

/** The memory of this process; the heap as V8's last full collection left it. */
export function processMemory(): NonNullable<HostTools['process']['memory']> {
  let collected = 0;
  return {
    read: () => {
      const { heap_size_limit: heapLimit, used_heap_size: heapNow } = getHeapStatistics();
      return { heapUsed: collected, heapNow, heapLimit, resident: process.memoryUsage.rss() };
    },
    onCollected: (listener): Disposable => {
      const observer = new PerformanceObserver((list) => {
        const isFull = list.getEntries().some((entry) => kindOf(entry) === FULL);
        if (isFull) collected = getHeapStatistics().used_heap_size;
        listener();
      });
      observer.observe({ entryTypes: ['gc'] });
      return { dispose: () => observer.disconnect() };
    },
  };
}

const FULL = constants.NODE_PERFORMANCE_GC_MAJOR;

/** Node tells the kind of a collection beside what all entries have. */
const kindOf = (entry: PerformanceEntry & { readonly detail?: unknown }): unknown => {
  const { detail } = entry;
  return typeof detail === 'object' && detail !== null && 'kind' in detail
    ? detail.kind
    : undefined;
};
