/** A value that ghosts expect to be better. */
export interface Verdict {
  readonly target: number;
  /** The expected improvement over the value where the knob began to move, as a share. */
  readonly gain: number;
  /** Requests that it was judged by. */
  readonly samples: number;
}

/** From where a knob began to move, and where it is. */
export interface Stand {
  readonly from: number;
  readonly current: number;
}
