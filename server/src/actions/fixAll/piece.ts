import type { LineRange } from '../../documents/enclosingBlock.ts';
import type { LiveDocument } from '../../documents/liveDocument.ts';
import type { EndpointError } from '../../domain/endpointError.ts';
import type { ActionTarget, Diagnostic } from '../action.ts';
import type { Reading, Refusal } from '../answer/reading.ts';
import { minimalEdits } from '../minimalEdit.ts';
import { targetsOf } from '../targets.ts';

/** Why a problem is left as it is. */
export type Left =
  | Refusal
  | EndpointError
  /** The document is not open. */
  | 'closed'
  /** It may not be sent. */
  | 'excluded'
  /** The lines that it is about were edited meanwhile. */
  | 'changed'
  /** The model sees nothing to change. */
  | 'unchanged'
  /** More than one run takes. */
  | 'tooMany'
  /** The user did not select its fix. */
  | 'leftOut'
  /** Nobody was asked yet. */
  | 'unasked'
  /** An error of ours. */
  | 'defect';

/** How far one piece has come. */
type PieceState =
  | {
      readonly kind: 'open';
      readonly why: Exclude<Left, Refusal | 'unchanged' | 'tooMany' | 'leftOut'>;
    }
  | { readonly kind: 'read'; readonly reading: Reading }
  | { readonly kind: 'applied' };

/** One block with problems, as a state of its document has it. */
export interface Aim {
  readonly document: LiveDocument;
  readonly target: ActionTarget;
  readonly diagnostics: readonly Diagnostic[];
}

/** One block with problems, and what has come of it. */
export interface Piece {
  aim: Aim;
  state: PieceState;
}

/** The blocks of a document that hold some diagnostics, in order. */
export const aimsIn = (document: LiveDocument, diagnostics: readonly Diagnostic[]): Aim[] =>
  targetsOf(document, diagnostics).map((target) => ({
    document,
    target,
    diagnostics: diagnostics.filter(({ line }) => isIn(target.block, line, document)),
  }));

const isIn = ({ first, last }: LineRange, line: number, { lines }: LiveDocument): boolean => {
  const there = Math.min(line, lines.length - 1);
  return there >= first && there <= last;
};

/** The same block in its document as it is now; `undefined` where it is no longer the same. */
export function aimedAnew({ document, target, diagnostics }: Aim, now: LiveDocument) {
  const { first, last } = target.block;
  const changes = minimalEdits(document.lines, now.lines);
  if (changes.some((change) => change.first <= last && change.end > first)) return undefined;
  const by = changes
    .filter(({ end }) => end <= first)
    .reduce((sum, change) => sum + change.lines.length - (change.end - change.first), 0);
  const moved = diagnostics.map((each) => ({ ...each, line: each.line + by }));
  const aims = aimsIn(now, moved);
  const block = aims[0]?.target.block;
  const isSame = aims.length === 1 && block?.first === first + by && block.last === last + by;
  return isSame ? aims[0] : undefined;
}

/** True for problems that another try may mend: nobody answered, or not in a way that could be used. */
export const canHelp = (why: Left): boolean => typeof why !== 'string' || !BEYOND_HELP.has(why);

const BEYOND_HELP: ReadonlySet<Left> = new Set([
  'unsure',
  'excluded',
  'changed',
  'unchanged',
  'tooMany',
  'leftOut',
]);
