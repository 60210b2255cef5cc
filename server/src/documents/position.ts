export interface Position {
  /** Counted from 0. */
  readonly line: number;
  /** UTF-16 units from the line's start. */
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}
