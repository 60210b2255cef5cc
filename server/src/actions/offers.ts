import type { LineRange } from '../documents/enclosingBlock.ts';
import type { LiveDocument } from '../documents/liveDocument.ts';
import { type Action, type Diagnostic, MAX_DIAGNOSTICS } from './action.ts';
import { fix } from './catalogue/fix.ts';
import { commentedAround, type Pointed, repairAround, rewriteOf, targetsOf } from './targets.ts';

/** An action as offered: enough to carry it out later, JSON only. */
export interface ActionOffer {
  readonly actionId: string;
  readonly title: string;
  readonly kind: string;
  readonly uri: string;
  /** The version the offer was made for. */
  readonly version: number;
  /** The first of those it is about. */
  readonly diagnostic: Diagnostic;
  /** All of them, for an action that mends several at once. */
  readonly diagnostics?: readonly Diagnostic[];
  /** The lines that the user points at, where no diagnostic is known. */
  readonly lines?: LineRange;
}

/** The kind of an action that mends all that it is told of. */
export const FIX_ALL_KIND = 'source.fixAll.aurelis';

/** The actions for diagnostics of a document. */
export function offersFor(
  actions: readonly Action[],
  document: LiveDocument,
  all: readonly Diagnostic[],
): ActionOffer[] {
  const diagnostics = all.slice(0, MAX_DIAGNOSTICS);
  const { uri, version } = document;
  const single = firstOfEachLine(diagnostics).flatMap((diagnostic) =>
    actions
      .filter(({ about }) => about === 'diagnostic')
      .map(({ id, title, kind }) => {
        return { actionId: id, title: title(diagnostic), kind, uri, version, diagnostic };
      }),
  );
  const [first] = diagnostics;
  if (first === undefined) return [];
  const inOne = {
    actionId: fix.id,
    title: `Fix all ${diagnostics.length} problems with Aurelis`,
    uri,
    version,
    diagnostic: first,
    diagnostics,
  };
  const source = { ...inOne, kind: FIX_ALL_KIND, title: 'Fix all with Aurelis' };
  if (targetsOf(document, diagnostics).length < 2) return [...single, source];
  return [...single, { ...inOne, kind: fix.kind }, source];
}

/** More diagnostics of one line get no entry of their own; "Fix all" is about them, too. */
const MAX_A_LINE = 20;

function firstOfEachLine(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const counts = new Map<number, number>();
  return diagnostics.filter(({ line }) => {
    const count = (counts.get(line) ?? 0) + 1;
    counts.set(line, count);
    return count <= MAX_A_LINE;
  });
}

/** The actions for lines that the user points at; none where there is no code. */
export function offersAt(
  actions: readonly Action[],
  document: LiveDocument,
  lines: LineRange,
): ActionOffer[] {
  const { uri, version, languageId } = document;
  return actions
    .filter(({ about, isFor }) => about === 'lines' && isFor?.(languageId) !== false)
    .flatMap((action) => {
      const pointed = pointedAt(action, document, lines);
      if (pointed === 'empty') return [];
      const diagnostic =
        pointed === 'large'
          ? { line: lines.first, message: '', source: undefined }
          : pointed.diagnostic;
      const { id, kind, title } = action;
      return [{ actionId: id, title: title(diagnostic), kind, uri, version, diagnostic, lines }];
    });
}

/** The piece of a document that an action about lines works on. */
export const pointedAt = (action: Action, document: LiveDocument, lines: LineRange): Pointed =>
  POINTED[action.yields](document, lines);

const POINTED = {
  repair: repairAround,
  rewrite: rewriteOf,
  comments: commentedAround,
  file: rewriteOf,
  text: rewriteOf,
} as const;
