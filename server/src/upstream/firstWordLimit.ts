import type { Priority } from '../domain/generation.ts';

/** From the design, in milliseconds: how long the first word may take before anything is known of a model, and while the user types. */
const FIRST_MS = 15_000;
const FIRST_AUTOMATIC_MS = 3_000;
/** A model that always is slow is waited for so many times its usual, or the usual cost of such a prompt. */
const PATIENCE_TIMES = 3;
/** A server that answers hangs when its first word takes so many times as long as usual, and no less than the second. */
const HANGS_TIMES = 10;
const HANGS_MS = 2_000;

/** The facts about a request, and about the model that it is for. */
export interface Waiting {
  readonly priority: Priority;
  /** The limit that the settings name, in milliseconds; `undefined` for what is usual. */
  readonly settingMs: number | undefined;
  /** The usual time to the first word in milliseconds; `undefined` while unknown. */
  readonly usualMs: number | undefined;
  /** True if that is known well enough to call a longer wait a fault. */
  readonly isWellKnown: boolean;
  /** Milliseconds that the evaluation of such a prompt takes if the server knows none of it; `undefined` while unknown. */
  readonly evaluationMs: number | undefined;
  /** True for a server of which a slow prompt is more likely than a fault: one on the user's machine. */
  readonly isLocal: boolean;
  /** Longest time for the whole answer. */
  readonly totalMs: number;
}

/** How long the first sign of life may take, in milliseconds. */
export function firstWordLimitMs(waiting: Waiting): number {
  const { priority, settingMs, usualMs, isWellKnown, evaluationMs = 0, isLocal, totalMs } = waiting;
  if (settingMs !== undefined) return Math.min(totalMs, settingMs);
  const isHasty = priority === 'automatic' && !isLocal;
  const leastMs = isHasty ? FIRST_AUTOMATIC_MS : FIRST_MS;
  const patienceMs = Math.max(leastMs, PATIENCE_TIMES * Math.max(usualMs ?? 0, evaluationMs));
  // A machine of the user's own may have much else to do.
  if (usualMs === undefined || !isWellKnown || isLocal) return Math.min(totalMs, patienceMs);
  const hangsMs = Math.max(HANGS_MS, HANGS_TIMES * usualMs);
  return Math.min(totalMs, patienceMs, hangsMs);
}
