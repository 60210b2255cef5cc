import type { DocumentStore } from '../../documents/documentStore.ts';
import type { LiveDocument } from '../../documents/liveDocument.ts';
import type { ActionEdit } from '../outcome.ts';
import { rebased } from '../rebased.ts';
import type { FixAllRun } from './fixAllRun.ts';
import type { Left, Piece } from './piece.ts';

/** The outcome of a run: edits for the documents as they are now, and all that is left. */
export interface FixAllOutcome {
  readonly documents: readonly {
    readonly document: LiveDocument;
    readonly edits: readonly ActionEdit[];
  }[];
  /** The blocks that these edits mend. */
  readonly pieces: readonly Piece[];
  /** Problems that these edits mend, and that edits before them have mended. */
  readonly mended: number;
  readonly mendedBefore: number;
  /** The others, in order. */
  readonly left: readonly { readonly why: Left; readonly count: number }[];
}

/** Brings the answers of a run together. Without `canShow` edits that somebody has to look at first are left. */
export function outcomeOf(
  run: FixAllRun,
  documents: Pick<DocumentStore, 'get'>,
  canShow: boolean,
): FixAllOutcome {
  const edits = new Map<LiveDocument, ActionEdit[]>();
  const pieces: Piece[] = [];
  const left: { why: Left; count: number }[] = [];
  let [mended, mendedBefore] = [0, 0];
  for (const piece of run.pieces) {
    const count = piece.aim.diagnostics.length;
    if (piece.state.kind === 'applied') {
      mendedBefore += count;
      continue;
    }
    const document = documents.get(piece.aim.document.uri);
    const made = editsOf(piece, document, canShow);
    if (!Array.isArray(made) || document === undefined) {
      left.push({ why: Array.isArray(made) ? 'closed' : made, count });
      continue;
    }
    edits.set(document, [...(edits.get(document) ?? []), ...made]);
    pieces.push(piece);
    mended += count;
  }
  left.push(...run.without.filter(({ count }) => count > 0));
  return {
    documents: [...edits].map(([document, made]) => ({
      document,
      edits: made.sort((one, other) => one.first - other.first),
    })),
    pieces,
    mended,
    mendedBefore,
    left,
  };
}

/** The edits of a piece in its document as it is now, or why there are none. */
function editsOf(
  { aim, state }: Piece,
  now: LiveDocument | undefined,
  canShow: boolean,
): ActionEdit[] | Left {
  if (state.kind === 'open') return state.why;
  if (state.kind !== 'read') return 'unchanged';
  const { reading } = state;
  if (reading.kind === 'refused') return reading.why;
  if (reading.kind === 'unchanged') return 'unchanged';
  if (now === undefined) return 'closed';
  if (!canShow && !reading.isSure) return 'unsure';
  const { isSure } = reading;
  const edits = reading.edits.map((edit) => ({ ...edit, isSure }));
  return rebased(edits, aim.document.lines, now.lines) ?? 'changed';
}
