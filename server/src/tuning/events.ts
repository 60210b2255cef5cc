/** The events of tuning: a knob was moved, proved right, or went back. */
export interface TuningEvent {
  readonly kind: 'tuned';
  readonly knob: string;
  readonly what: 'moved' | 'kept' | 'left';
}
