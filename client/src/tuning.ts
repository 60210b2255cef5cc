import { harmless, plain } from '../../server/src/protocol/plainText.ts';
import { KNOBS, type KnobName } from '../../server/src/protocol/tuning.ts';
import { isTuned, knobText, knobTitle } from '../../server/src/protocol/tuningTexts.ts';
import type { AurelisClient } from './languageClient.ts';
import { choose, inform } from './surfaces.ts';

/** Puts a tuned value back to its default: the one that is named, else the one that the user chooses. */
export async function undoTuning(client: AurelisClient, argument: unknown): Promise<void> {
  const knob = KNOBS.find((each) => each === argument) ?? (await chosen(client));
  if (knob === undefined) return;
  inform(harmless((await client.tuning({ do: 'undo', knob })).text));
}

/** Puts all tuned values back to their defaults. */
export async function useDefaultTuning(client: AurelisClient): Promise<void> {
  inform(harmless((await client.tuning({ do: 'defaults' })).text));
}

async function chosen(client: AurelisClient): Promise<KnobName | undefined> {
  const { tuning } = await client.metrics();
  const choices = (tuning?.knobs ?? []).filter(isTuned).map((knob) => ({
    label: harmless(knobTitle(knob.name)),
    detail: harmless(knobText(knob)),
    knob: knob.name,
  }));
  if (choices.length > 0) return (await choose(choices, plain`Undo which tuned value?`))?.knob;
  inform(plain`Aurelis: no value was tuned.`);
  return undefined;
}
