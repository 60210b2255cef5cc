import type { Reading, Refusal } from './answer/reading.ts';
import type { LineEdit } from './minimalEdit.ts';

/** An edit, and whether it may be made without being looked at. */
export interface ActionEdit extends LineEdit {
  readonly isSure: boolean;
}

/** The outcome of an action. */
export type ActionOutcome =
  | {
      readonly kind: 'edit';
      readonly uri: string;
      readonly version: number;
      readonly edits: readonly ActionEdit[];
      /** Why other blocks that were asked about stay as they are, one entry a block. */
      readonly left: readonly Refusal[];
    }
  | { readonly kind: 'unchanged' }
  /** The document has moved on since the offer was made. */
  | { readonly kind: 'outdated' }
  /** The document may not be sent any more. */
  | { readonly kind: 'excluded' }
  /** The model's answer cannot be used. */
  | { readonly kind: 'refused'; readonly why: Refusal };

/** One outcome of several blocks: all edits, in order; without any, why there are none. */
export function together(
  { uri, version }: { readonly uri: string; readonly version: number },
  readings: readonly Reading[],
): ActionOutcome {
  const edits = readings.flatMap((reading) =>
    reading.kind === 'edits'
      ? reading.edits.map((edit) => ({ ...edit, isSure: reading.isSure }))
      : [],
  );
  const left = readings.flatMap((reading) => (reading.kind === 'refused' ? [reading.why] : []));
  const [why] = left;
  if (edits.length > 0) {
    return { kind: 'edit', uri, version, edits: edits.sort((a, b) => a.first - b.first), left };
  }
  return why === undefined ? { kind: 'unchanged' } : { kind: 'refused', why };
}

/** An outcome without the edits that somebody has to look at, for editors that cannot show them first. */
export function onlySure(outcome: ActionOutcome): ActionOutcome {
  if (outcome.kind !== 'edit') return outcome;
  const edits = outcome.edits.filter(({ isSure }) => isSure);
  if (edits.length === outcome.edits.length) return outcome;
  return edits.length === 0
    ? { kind: 'refused', why: 'unsure' }
    : { ...outcome, edits, left: [...outcome.left, 'unsure'] };
}
