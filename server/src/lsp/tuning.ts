import type { EngineHost } from '../engine/engineHost.ts';
import { plain } from '../protocol/plainText.ts';
import type { TuningParams, TuningResult } from '../protocol/tuning.ts';
import { knobTitle } from '../protocol/tuningTexts.ts';

/** Undoes what was tuned, and says what came of it. */
export function commandTuning(
  { tuning }: Pick<EngineHost, 'tuning'>,
  { do: command, knob }: TuningParams,
): TuningResult {
  const isDone = tuning.undo(command === 'undo' ? knob : undefined);
  if (!isDone)
    return { isDone, text: plain`Aurelis: there is nothing to undo. No value was tuned.` };
  return {
    isDone,
    text:
      knob === undefined || command === 'defaults'
        ? plain`Aurelis: all tuned values are back at their defaults. To keep them there, turn off aurelis.tuning.enable.`
        : plain`Aurelis: “${knobTitle(knob)}” is back at its default, and left alone for a week.`,
  };
}
