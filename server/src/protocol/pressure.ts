/** How short of memory the server is, and how far it gives way. */
export interface PressureSnapshot {
  readonly level: 'calm' | 'shrink' | 'spare' | 'drop';
  /** Of the memory that it may use, at the last look; 0 to 1, and more where it is exceeded. */
  readonly share: number;
  /** Changes of the level since the start. */
  readonly steps: number;
  /** Milliseconds since the last of them, or the start. */
  readonly sinceMs: number;
}

/** Each level in plain sentences. */
export const PRESSURE_TEXTS: Readonly<Record<PressureSnapshot['level'], string>> = {
  calm: 'There is enough again; everything is as usual.',
  shrink: 'More than 70 % is used. Half as many answers are kept in memory.',
  spare:
    'More than 85 % is used. Half as many answers are kept in memory, nothing is asked ahead, and half as many requests go out at once.',
  drop: 'More than 95 % is used. No answers are kept in memory, nothing is asked ahead, half as many requests go out at once, and batches such as “Fix All Problems…” are refused.',
};
