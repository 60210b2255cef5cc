/** Most documents that one run is told of. */
export const MAX_FIX_ALL_DOCUMENTS = 1_000;

/** A problem that a tool of the editor's has found. */
interface FixAllDiagnostic {
  /** Counted from 0. */
  readonly line: number;
  readonly message: string;
  readonly source?: string;
  readonly code?: string;
}

/** Mends all problems of some documents. */
export interface FixAllParams {
  /** Chosen by the client: a run is gone on with under it. */
  readonly id: string;
  /** In the order in which they are mended. A document that is not open is left. */
  readonly documents: readonly {
    readonly uri: string;
    readonly diagnostics: readonly FixAllDiagnostic[];
  }[];
  /** Goes on with the run of that id: what was answered is not asked again. */
  readonly resume?: boolean;
}

export interface FixAllResult {
  /** Problems that are mended by the edits which the editor has made. */
  readonly done: number;
  /** The others by why, as the rest of a sentence. */
  readonly left: readonly { readonly reason: string; readonly count: number }[];
  /** True if the user ended it: then nothing is edited until they want it. */
  readonly isCancelled: boolean;
}
