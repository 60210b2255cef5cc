/** Where the next token is wanted. */
export interface PredictionState {
  /** The last tokens before it, without one that is still being typed; enough for every context. */
  readonly context: readonly number[];
  /** The typed part of the wanted token, or ''. */
  readonly typed: string;
  /** White space that is typed before it. */
  readonly typedGap: number;
  /** White space before the first token of the last line that has one. */
  readonly indent: number;
  /** Whether its line holds no token yet. */
  readonly isLineEmpty: boolean;
  /** Whether the user stands here; further places exist in the proposal only. */
  readonly isCursor: boolean;
}
