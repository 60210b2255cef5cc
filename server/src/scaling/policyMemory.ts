import { type MinuteFigures, RULES } from './rules.ts';

/** The last step up, and the minute before it. */
interface Growth {
  readonly minutesAgo: number;
  readonly begun: number;
  readonly working: number;
}

/** The policy’s memory of the minutes before. */
export interface PolicyMemory {
  /** Minutes in a row that were quiet, the last one included. */
  readonly quietMinutes: number;
  /** Minutes in a row that would have been calm with a quarter fewer, too. */
  readonly spareMinutes: number;
  readonly growth?: Growth;
  /** The last step down, and the number of workers before it. */
  readonly shrink?: { readonly minutesAgo: number; readonly from: number };
  /** The least number of workers for a while: fewer proved too few. */
  readonly floor?: { readonly minutesLeft: number; readonly workers: number };
  /** For so many minutes nothing is added for those who wait: the last step up began nothing more. */
  readonly vainMinutes: number;
}

export const NO_MEMORY: PolicyMemory = { quietMinutes: 0, spareMinutes: 0, vainMinutes: 0 };

/** One minute later. */
export function minuteLater(
  before: PolicyMemory,
  figures: MinuteFigures,
  wanted: number,
): PolicyMemory {
  const { growth, shrink, floor } = before;
  const isVain = before.vainMinutes === 0 && isInVain(growth, figures);
  return {
    quietMinutes: isQuiet(figures) ? before.quietMinutes + 1 : 0,
    spareMinutes: isSpare(figures, wanted) ? before.spareMinutes + 1 : 0,
    vainMinutes: isVain ? RULES.learntMinutes : Math.max(0, before.vainMinutes - 1),
    ...(growth && { growth: { ...growth, minutesAgo: growth.minutesAgo + 1 } }),
    ...(shrink && { shrink: { ...shrink, minutesAgo: shrink.minutesAgo + 1 } }),
    ...(floor &&
      floor.minutesLeft > 1 && { floor: { ...floor, minutesLeft: floor.minutesLeft - 1 } }),
  };
}

/** After a step up. One soon after a step down says that this one went too far. */
export function afterGrowth(
  { shrink, ...memory }: PolicyMemory,
  { begun, working }: MinuteFigures,
): PolicyMemory {
  const wasWrong = isOnTrial(shrink);
  return {
    ...memory,
    growth: { minutesAgo: 0, begun, working },
    ...(shrink &&
      wasWrong && { floor: { minutesLeft: RULES.learntMinutes, workers: shrink.from } }),
  };
}

/** The share of their processor time from which on the workers are too few. */
export const busyFrom = ({ shrink }: PolicyMemory): number =>
  isOnTrial(shrink) ? RULES.undoCpu : RULES.up.cpu;

const isOnTrial = (shrink: PolicyMemory['shrink']): boolean =>
  shrink !== undefined && shrink.minutesAgo <= RULES.settleMinutes;

export const afterShrink = (memory: PolicyMemory, from: number): PolicyMemory => ({
  ...memory,
  spareMinutes: 0,
  shrink: { minutesAgo: 0, from },
});

/** True if nothing speaks against a step down. */
export const maySettle = ({ quietMinutes, spareMinutes, growth }: PolicyMemory): boolean =>
  (quietMinutes >= RULES.quietMinutes || spareMinutes >= RULES.spare.minutes) &&
  (growth === undefined || growth.minutesAgo >= RULES.settleMinutes);

/** More was begun than asked, by more than chance. */
const CATCHING_UP = 1.05;

/** True in the minute after a step up while what had waited goes: that needs no further step. */
export const isCatchingUp = ({ growth }: PolicyMemory, { asked, begun }: MinuteFigures): boolean =>
  growth?.minutesAgo === 1 && begun > asked * CATCHING_UP;

/** New workers are there within so many minutes; a tenth more workers tells enough, and should begin at least a fourth of that. */
const VAIN = { minutes: 2, added: 0.1, begun: 0.25 };

/**
 * True if the workers of the last step up are there, begin hardly anything, and as many wait as before: what is waited for is
 * elsewhere, such as a model's own limit.
 */
function isInVain(growth: Growth | undefined, { begun, working, queue }: MinuteFigures): boolean {
  if (growth === undefined || growth.minutesAgo > VAIN.minutes) return false;
  const added = working / growth.working - 1;
  const more = begun / growth.begun - 1;
  return queue > RULES.up.queue && added > VAIN.added && more < added * VAIN.begun;
}

const isSpare = (figures: MinuteFigures, wanted: number): boolean =>
  isCalm(figures) && (figures.cpu * wanted) / fewer(wanted) < RULES.spare.cpu;

const isQuiet = (figures: MinuteFigures): boolean =>
  isCalm(figures) && figures.cpu < RULES.down.cpu;

/** A quarter less, rounded up. */
export const fewer = (wanted: number): number => wanted - Math.ceil(wanted * RULES.step);

const isCalm = ({ queue, waitSeconds }: MinuteFigures): boolean =>
  queue < RULES.down.queue && waitSeconds < RULES.down.waitSeconds;
