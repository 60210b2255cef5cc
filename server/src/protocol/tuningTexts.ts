import type { KnobName, KnobSnapshot, LeaveReason, TuningEntry, TuningSnapshot } from './tuning.ts';
import { percent } from './wording.ts';

/** Knobs in plain words. */
const TITLES: Readonly<Record<KnobName, string>> = {
  memorySeconds: 'How long an answer stays in memory',
  memoryEntries: 'Answers kept in memory',
  memoryEviction: 'Which answers are removed first',
  freshSeconds: 'How long an answer is used without asking again',
  waitFactor: 'Wait for a pause in typing',
  batchSize: 'Calls of a batch at the same time',
};

export const knobTitle = (knob: KnobName): string => TITLES[knob];

/** The value of a knob with its unit. */
export function knobValue(knob: KnobName, value: number): string {
  switch (knob) {
    case 'memorySeconds':
    case 'freshSeconds':
      return `${value} s`;
    case 'memoryEviction':
      return value === 1 ? 'least often used' : 'least recently used';
    case 'waitFactor':
      return percent(value);
    default:
      return String(value);
  }
}

const REASONS: Readonly<Record<LeaveReason, string>> = {
  errors: 'more calls failed',
  slower: 'calls became slower',
  falseHit: 'the cache held an answer of another request',
  contradicted: 'it saved less than expected',
  notBetter: 'it was not better',
  crashed: 'the server ended before it had proved right',
  user: 'you undid it',
};

/** Says how a knob was moved, and why: a sentence without its name. */
export function entryText({
  knob,
  what,
  from,
  to,
  by,
  samples,
  gain,
  reason,
}: TuningEntry): string {
  const figures = `${samples} ${by === 'live' ? 'calls' : 'requests'}`;
  if (what === 'left') {
    const held = knobValue(knob, reason === 'user' ? to : from);
    const tried = reason === 'user' ? '' : ` after ${knobValue(knob, to)} was tried`;
    const seen = samples === 0 ? '' : ` (${figures})`;
    return `Back to ${held}${tried}, because ${REASONS[reason ?? 'notBetter']}${seen}.`;
  }
  const change = `Changed from ${knobValue(knob, from)} to ${knobValue(knob, to)}`;
  const win = `${percent(gain)} ${WINS[winOf(knob)]}`;
  if (what === 'moved') return `${change}, for an expected ${win} (${figures}).`;
  return by === 'live'
    ? `${change}, for ${win}, measured over ${figures}.`
    : `${change}, for an expected ${win}; it proved right over ${figures}.`;
}

const winOf = (knob: KnobName): keyof typeof WINS => {
  if (knob === 'batchSize') return 'batch';
  return knob === 'waitFactor' ? 'wait' : 'cache';
};

const WINS = {
  cache: 'more saved calls',
  wait: 'fewer calls without purpose',
  batch: 'less time for each call',
} as const;

/** True for a knob that tuning has given another value. */
export const isTuned = ({ value, usual, isUsers }: KnobSnapshot): boolean =>
  !isUsers && value !== usual;

/** Why a knob stands where it does: one sentence. */
export function knobText(knob: KnobSnapshot): string {
  if (knob.isUsers) return 'You have set this. It is never changed.';
  switch (knob.state) {
    case 'moving':
      return `Being changed step by step. ${lastText(knob)}`.trim();
    case 'watched':
      return `Being watched. ${lastText(knob)}`.trim();
    case 'compared':
      return 'Two values are being compared over the calls of your batches.';
    case 'frozen':
      return `${lastText(knob)} It is left alone for a while.`.trim();
    case 'resting':
      return lastText(knob) || 'No better value is known.';
  }
}

const lastText = ({ last }: KnobSnapshot): string => (last === undefined ? '' : entryText(last));

/** True once there is anything to tell. */
export const hasNews = ({ samples, entries, knobs }: TuningSnapshot): boolean =>
  samples > 0 || entries.length > 0 || knobs.some(isTuned);
