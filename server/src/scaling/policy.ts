import {
  afterGrowth,
  afterShrink,
  busyFrom,
  fewer,
  isCatchingUp,
  maySettle,
  minuteLater,
  type PolicyMemory,
} from './policyMemory.ts';
import { type MinuteFigures, RULES, type WorkerBounds } from './rules.ts';

export type ScalingReason = 'cpu' | 'queue' | 'wait' | 'quiet' | 'bounds';

export interface ScalingDecision {
  readonly workers: number;
  /** Absent where the number stays. */
  readonly reason?: ScalingReason;
  /** For the next decision. */
  readonly memory: PolicyMemory;
}

/** How many workers there should be from now on, where there should be `wanted` until now. Pure; asked once a minute. */
export function decide(
  figures: MinuteFigures,
  wanted: number,
  { min, max }: WorkerBounds,
  before: PolicyMemory,
): ScalingDecision {
  // A mean or a quantile of nothing.
  if (!Object.values(figures).every(Number.isFinite)) return { workers: wanted, memory: before };
  const memory = minuteLater(before, figures, wanted);
  const stay = { workers: wanted, memory };
  if (wanted < min || wanted > max) {
    return { workers: wanted < min ? min : max, reason: 'bounds', memory };
  }
  const reason = reasonToGrow(figures, wanted, busyFrom(memory));
  if (reason !== undefined) {
    const isElsewhere = reason !== 'cpu' && memory.vainMinutes > 0;
    const workers = Math.min(max, more(figures, wanted));
    if (workers <= wanted || isElsewhere || isCatchingUp(memory, figures)) return stay;
    return { workers, reason, memory: afterGrowth(memory, figures) };
  }
  const workers = Math.max(min, memory.floor?.workers ?? min, fewer(wanted));
  if (workers >= wanted || !maySettle(memory)) return stay;
  return { workers, reason: 'quiet', memory: afterShrink(memory, wanted) };
}

function reasonToGrow(
  { cpu, queue, waitSeconds, working }: MinuteFigures,
  wanted: number,
  busy: number,
): ScalingReason | undefined {
  const { up, down } = RULES;
  // Those that are on their way will have their part of the work.
  if (cpu * Math.min(1, working / wanted) > busy) return 'cpu';
  if (queue > up.queue) return 'queue';
  // Where nobody waits any more, long waits are those of before the last step.
  return waitSeconds > up.waitSeconds && queue >= down.queue ? 'wait' : undefined;
}

/** While fewer of the workers are there than this, the others are on their way: nobody knows yet that they are too few. */
const THERE = 0.9;

/** A quarter more; while many wait, as many as would begin all that is asked with their processors at the upper border. */
function more({ queue, asked, begun, working }: MinuteFigures, wanted: number): number {
  const least = working > wanted * THERE ? wanted + Math.ceil(wanted * RULES.step) : wanted;
  // Until then they could have begun more than they did.
  if (queue <= RULES.up.queue || begun === 0) return least;
  const needed = Math.ceil((asked / begun) * (working / RULES.up.cpu));
  return Math.max(least, Math.min(wanted * RULES.mostTimes, needed));
}
