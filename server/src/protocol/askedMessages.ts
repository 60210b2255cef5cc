/** Why a model was not asked, or did not answer, as a plain sentence for the user, and where that can be mended. */
export interface AskedProblem {
  readonly problem: string;
  readonly remedy?: 'trust' | 'endpoints' | 'enable';
}

/** Longest name that names are suggested for, in UTF-16 units. */
export const MAX_RENAMED = 200;

export interface NamesParams {
  readonly uri: string;
  /** Counted from 0. */
  readonly line: number;
  /** As it stands on that line. */
  readonly name: string;
}

/** Names that fit, the best first. */
export type NamesResult = { readonly names: readonly string[] } | AskedProblem;

/** Longest text that is explained, in UTF-16 units: a document of which a part is pointed at. */
export const MAX_EXPLAINED = 4 * 1024 * 1024;

/** A document that cannot be edited, and the lines of it that are to be explained. */
export interface ExplainTextParams {
  readonly uri: string;
  readonly languageId: string;
  readonly text: string;
  /** Counted from 0, both included. */
  readonly first: number;
  readonly last: number;
}
