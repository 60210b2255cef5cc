import type { Reading, Refusal } from './answer/reading.ts';
import type { ReadText } from './answer/readText.ts';
import type { LineEdit } from './minimalEdit.ts';

/** An edit, and whether it may be made without being looked at. */
export interface ActionEdit extends LineEdit {
  readonly isSure: boolean;
}

/** Edits of a document, in order. */
export interface EditOutcome {
  readonly kind: 'edit';
  readonly uri: string;
  readonly version: number;
  readonly edits: readonly ActionEdit[];
  /** The lines of the document that they are for. */
  readonly lines: readonly string[];
  /** More than a repair: many want to see it first, sure or not. */
  readonly isRewrite: boolean;
  /** Why other blocks that were asked about stay as they are, one entry a block. */
  readonly left: readonly Refusal[];
}

/** The outcome of an action. */
export type ActionOutcome =
  | EditOutcome
  /** A text about the code, in Markdown as the model wrote it: nobody has made it harmless. */
  | ({ readonly kind: 'text' } & ReadText)
  /** A file of its own. `uri` is where it would usually be. */
  | { readonly kind: 'file'; readonly uri: string; readonly lines: readonly string[] }
  | { readonly kind: 'unchanged' }
  /** The document has moved on since the offer was made. */
  | { readonly kind: 'outdated' }
  /** The document may not be sent any more. */
  | { readonly kind: 'excluded' }
  /** More lines than an action works on at once. */
  | { readonly kind: 'large' }
  /** The model's answer cannot be used. */
  | { readonly kind: 'refused'; readonly why: Refusal };

/** One outcome of several blocks: all edits, in order; without any, why there are none. */
export function together(
  {
    isRewrite = false,
    ...about
  }: Pick<EditOutcome, 'uri' | 'version' | 'lines'> & {
    readonly isRewrite?: boolean;
  },
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
    const { uri, version, lines } = about;
    return {
      kind: 'edit',
      uri,
      version,
      lines,
      isRewrite,
      edits: edits.sort((a, b) => a.first - b.first),
      left,
    };
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
