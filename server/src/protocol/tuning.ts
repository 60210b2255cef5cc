/** Names of knobs: those of settings, and two that are none (how long an answer is fresh, and a factor on the wait for a pause). */
export const KNOBS = [
  'memorySeconds',
  'memoryEntries',
  'memoryEviction',
  'freshSeconds',
  'waitFactor',
  'batchSize',
] as const;

export type KnobName = (typeof KNOBS)[number];

/** The reason why a value was given up. */
export const LEAVE_REASONS = [
  'errors',
  'slower',
  'falseHit',
  'contradicted',
  'notBetter',
  'crashed',
  'user',
] as const;

export type LeaveReason = (typeof LEAVE_REASONS)[number];

/** One thing that was done to a knob, and on which evidence. */
export interface TuningEntry {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly knob: KnobName;
  /** `moved`: to be watched yet; `kept`: it proved right; `left`: the former value holds again. */
  readonly what: 'moved' | 'kept' | 'left';
  readonly from: number;
  readonly to: number;
  readonly by: 'ghosts' | 'live' | 'user';
  /** Requests or calls that it was judged by. */
  readonly samples: number;
  /** The expected improvement, or the one that was measured, as a share. */
  readonly gain: number;
  readonly reason?: LeaveReason;
}

/** One knob as surfaces show it. Of a choice the values are the places of its names in `choices`. */
export interface KnobSnapshot {
  readonly name: KnobName;
  readonly value: number;
  readonly usual: number;
  readonly least: number;
  readonly most: number;
  readonly choices?: readonly string[];
  /** The user has set it: it is never moved. */
  readonly isUsers: boolean;
  readonly state: 'resting' | 'moving' | 'watched' | 'compared' | 'frozen';
  /** The newest entry about it; absent without any. */
  readonly last?: TuningEntry;
}

export interface TuningSnapshot {
  readonly knobs: readonly KnobSnapshot[];
  /** Requests in the trace that the simulations run over. */
  readonly samples: number;
  /** Another window of the editor tunes: this one takes over what that has found. */
  readonly isElsewhere: boolean;
  /** The newest first, twenty at most. */
  readonly entries: readonly TuningEntry[];
}

/** The user's commands about tuning: undoes one knob, or all of them. */
export const TUNING_COMMANDS = ['undo', 'defaults'] as const;

export interface TuningParams {
  readonly do: (typeof TUNING_COMMANDS)[number];
  /** For `undo`. */
  readonly knob?: KnobName;
}

export interface TuningResult {
  /** False where nothing was tuned. */
  readonly isDone: boolean;
  /** One plain sentence for the user. */
  readonly text: string;
}
