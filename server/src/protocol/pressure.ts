/** How short of memory the server is, and how far it gives way. */
export interface PressureSnapshot {
  readonly level: 'calm' | 'shrink' | 'spare' | 'drop';
  /** Of the memory that it may use, at the last look; 0 to 1, and more where it is exceeded. */
  readonly share: number;
  /** Changes of the level since the start. */
  readonly steps: number;
  /** Since when memory is short, or enough: epoch milliseconds. */
  readonly since: number;
}
