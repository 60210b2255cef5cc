/** How much of the open document a predictor looks at, in characters. */
export const PREDICTION_WINDOW = { prefix: 32_000, suffix: 12_000 } as const;

/** Where a prediction is wanted. */
export interface PredictionQuery {
  readonly uri: string;
  readonly languageId: string;
  /** The document's text before the cursor, at least the nearest `PREDICTION_WINDOW.prefix` characters. */
  readonly prefix: string;
  /** The document's text after the cursor, likewise. */
  readonly suffix: string;
  readonly maxLines: number;
}

/** A guess without any model. */
export interface Prediction {
  readonly text: string;
  /** Estimated probability that all of `text` is what the user is about to type, 0 to 1. */
  readonly confidence: number;
}

/** Proposes what may follow from what the workspace already holds; `undefined` means silence. */
export interface Predictor {
  predict(query: PredictionQuery, signal: AbortSignal): Promise<Prediction | undefined>;
}
