import type { PressureLevel } from './levels.ts';

/** The level of memory pressure has changed. */
export interface PressureEvent {
  readonly kind: 'pressureChanged';
  readonly level: PressureLevel;
  readonly before: PressureLevel;
}
