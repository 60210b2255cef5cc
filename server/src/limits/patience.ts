import type { Priority } from '../domain/generation.ts';

/** In milliseconds: an automatic completion is of no use later; others wait for a place as long as a request may take, those of a batch as long as many may. */
const MAX_AUTOMATIC_WAIT_MS = 3_000;
const MAX_WAIT_MS = 60_000;
const MAX_BATCH_WAIT_MS = 600_000;

/** How long a request of a priority waits for a place. */
export function patienceMsOf(priority: Priority): number {
  if (priority === 'automatic') return MAX_AUTOMATIC_WAIT_MS;
  return priority === 'batch' ? MAX_BATCH_WAIT_MS : MAX_WAIT_MS;
}
