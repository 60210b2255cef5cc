import type { KnobName, KnobSnapshot, TuningEntry } from '../protocol/tuning.ts';
import type { Knobs } from './knobs.ts';
import { knobTable } from './knobTable.ts';

/** A knob as surfaces show it; `entries` are the journal's, the newest last. */
export function knobSnapshot(
  name: KnobName,
  knobs: Knobs,
  state: KnobSnapshot['state'],
  entries: readonly TuningEntry[],
): KnobSnapshot {
  const { usual, least, most, choices } = knobTable[name];
  const last = entries.findLast(({ knob }) => knob === name);
  return {
    name,
    value: knobs.value(name),
    usual,
    least,
    most,
    ...(choices === undefined ? {} : { choices }),
    isUsers: knobs.isUsers(name),
    state,
    ...(last === undefined ? {} : { last }),
  };
}
