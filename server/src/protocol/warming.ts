/** Why answers are brought nearer, and what became of those that were. */
export interface WarmedRow {
  /** The server began, a file was opened or returned to, a file is expected next, a model was asked ahead. */
  readonly cause: 'start' | 'opened' | 'predicted' | 'asked';
  readonly warmed: number;
  readonly used: number;
  /** Those whose time in memory is over. */
  readonly unused: number;
}

/** How warming stands. */
export interface WarmingSnapshot {
  /** `off` by the setting; `stopped`: warming ahead has switched itself off, the rest goes on. */
  readonly state: 'on' | 'off' | 'stopped';
  /** Absent unless stopped: too few of its answers were used, or no habit is to be seen. */
  readonly stopped?: {
    readonly reason: 'unused' | 'noHabits';
    /** Share that was used, or guessed right, 0 to 1. */
    readonly precision: number;
    /** Epoch milliseconds. */
    readonly since: number;
  };
  /** Share of what was warmed ahead of late that was used, 0 to 1; null while nothing was. */
  readonly precision: number | null;
  /** Those of which there are any. */
  readonly rows: readonly WarmedRow[];
  /** Calls that no user has asked for, and their tokens; they are in no other figure. */
  readonly calls: number;
  readonly tokens: number;
  /** How often connections were made, or a model loaded, for a document that was opened. */
  readonly connected: number;
}

/** The user's commands about warming: to forget the history of use, to switch warming ahead on again. */
export const WARMING_COMMANDS = ['forget', 'again'] as const;

export interface WarmingParams {
  readonly do: (typeof WARMING_COMMANDS)[number];
}

export interface WarmingResult {
  /** One message for the user: plain sentences. */
  readonly text: string;
}
