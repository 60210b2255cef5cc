import type { LiveDocument } from '../../documents/liveDocument.ts';
import { type Diagnostic, MAX_DIAGNOSTICS } from '../action.ts';
import { type Aim, aimsIn, type Left, type Piece } from './piece.ts';

/** A document, and what its tools have found in it. */
export interface FixAllDocument {
  readonly uri: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** One of a run's documents: its pieces once it was read; before that, why it was not. */
interface Part extends FixAllDocument {
  pieces: readonly Piece[] | undefined;
  why: 'unasked' | 'closed' | 'excluded';
  /** Problems beyond what a run takes. */
  beyond: number;
}

/** Most blocks that one run asks about. */
export const MAX_PIECES = 2_000;

/** One run over many documents: everything that is to be mended, in order, and what has come of it. */
export class FixAllRun {
  readonly #parts: readonly Part[];
  /** How many problems it was told of. */
  readonly all: number;

  constructor(documents: readonly FixAllDocument[]) {
    const found = new Map<string, readonly Diagnostic[]>();
    // Told of twice, a document would be edited twice in the same places.
    for (const { uri, diagnostics } of documents)
      found.set(uri, [...(found.get(uri) ?? []), ...diagnostics]);
    this.#parts = [...found].map(([uri, diagnostics]) => ({
      uri,
      diagnostics,
      pieces: undefined,
      why: 'unasked',
      beyond: 0,
    }));
    this.all = this.#parts.reduce((sum, { diagnostics }) => sum + diagnostics.length, 0);
  }

  /** The documents that were not read yet. */
  get unread(): readonly string[] {
    return this.#parts.filter(({ pieces }) => pieces === undefined).map(({ uri }) => uri);
  }

  /** Finds the blocks of a document, or notes why they cannot be looked for. */
  read(uri: string, document: LiveDocument | 'closed' | 'excluded'): void {
    const part = this.#parts.find((each) => each.uri === uri);
    if (part === undefined) return;
    if (typeof document === 'string') {
      part.why = document;
      return;
    }
    const room = MAX_PIECES - this.pieces.length;
    const aims = aimsIn(document, part.diagnostics.slice(0, MAX_DIAGNOSTICS)).slice(0, room);
    part.pieces = aims.map((aim) => ({ aim, state: { kind: 'open', why: 'unasked' } }));
    part.beyond = part.diagnostics.length - problemsIn(aims);
  }

  /** All blocks, in order. */
  get pieces(): readonly Piece[] {
    return this.#parts.flatMap(({ pieces = [] }) => pieces);
  }

  /** Problems that have no block, and why. */
  get without(): readonly { readonly why: Left; readonly count: number }[] {
    return this.#parts.map(({ pieces, diagnostics, why, beyond }) =>
      pieces === undefined
        ? { why, count: diagnostics.length }
        : { why: 'tooMany' as const, count: beyond },
    );
  }
}

const problemsIn = (aims: readonly Aim[]): number =>
  aims.reduce((sum, { diagnostics }) => sum + diagnostics.length, 0);
