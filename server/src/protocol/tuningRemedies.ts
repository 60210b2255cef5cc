import type { Remedy } from './advice.ts';
import type { MetricsSnapshot } from './snapshot.ts';
import type { KnobSnapshot } from './tuning.ts';
import { isTuned } from './tuningTexts.ts';

/** The button that undoes what was tuned of a knob. */
export const undoRemedy = ({ name }: KnobSnapshot): Remedy => ({
  kind: 'run',
  title: 'Undo',
  command: 'aurelis.undoTuning',
  argument: name,
});

/** The buttons of all knobs that were moved. */
export const undoRemedies = ({ tuning: told }: Pick<MetricsSnapshot, 'tuning'>): Remedy[] =>
  (told?.knobs ?? []).filter(isTuned).map(undoRemedy);
