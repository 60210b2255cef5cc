import type { Remedy } from './advice.ts';
import type { PressureSnapshot } from './pressure.ts';
import { percent } from './wording.ts';

/** Each level in plain sentences: what is done about it. */
export const PRESSURE_TEXTS: Readonly<Record<PressureSnapshot['level'], string>> = {
  calm: 'There is enough again; everything is as usual.',
  shrink: 'Half as many answers are kept in memory.',
  spare:
    'Half as many answers are kept in memory, nothing is asked ahead, and half as many requests go out at once.',
  drop: 'No answers are kept in memory, nothing is asked ahead, half as many requests go out at once, and batches such as “Fix All Problems…” are refused.',
};

/** The remedies in words. */
export const PRESSURE_ADVICE =
  'Close files that you do not need, or raise aurelis.limits.memoryMegabytes.';

/** How short memory is, what is done about it, and what helps; `undefined` while there is enough. */
export const pressureText = (pressure: PressureSnapshot | undefined): string | undefined =>
  pressure === undefined || pressure.level === 'calm'
    ? undefined
    : `${percent(pressure.share)} of the memory that Aurelis may use is in use. ${PRESSURE_TEXTS[pressure.level]} ${PRESSURE_ADVICE}`;

/** The button beside it; none while there is enough. */
export const pressureRemedies = ({
  pressure,
}: {
  readonly pressure?: PressureSnapshot;
}): Remedy[] =>
  pressureText(pressure) === undefined
    ? []
    : [
        {
          kind: 'openSettings',
          title: 'Open Settings',
          setting: 'aurelis.limits.memoryMegabytes',
        },
      ];
